using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Avro;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Akka.Events.SchemaRegistry.Tests.Support;

/// <summary>
/// A stand-in for a schema registry: the REST calls that Confluent's documentation has, of subjects, versions, schemas and compatibility, over
/// schemas in memory. It checks compatibility (backward) for Avro alone, and has Protocol Buffers only as they were sent, serialized.
/// </summary>
public sealed class InProcessSchemaRegistry : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Lock _lock = new();
    private readonly List<Entry> _schemas = []; // by number, from 1 on
    private readonly Dictionary<string, List<int>> _subjects = [];
    private readonly int _port;
    private WebApplication? _app;

    private InProcessSchemaRegistry(int port) => _port = port;

    /// <summary>Where it answers, while it does.</summary>
    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>What it has been asked: method and path of each request.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>name:password that it wants; null for nobody's.</summary>
    public string? User { get; set; }

    public static async Task<InProcessSchemaRegistry> StartAsync(bool up = true)
    {
        var registry = new InProcessSchemaRegistry(LocalServers.FreePorts.Take(1)[0]);
        if (up) await registry.UpAsync();
        return registry;
    }

    /// <summary>Answers from now on, with what it had before.</summary>
    public async Task UpAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        var app = builder.Build();
        app.Run(Answer);
        await app.StartAsync();
        _app = app;
    }

    /// <summary>Refuses connections from now on.</summary>
    public async Task DownAsync()
    {
        if (_app is not { } app) return;
        _app = null;
        using (var now = new CancellationTokenSource(TimeSpan.Zero)) await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await DownAsync();

    /// <summary>Registers a schema, as whoever releases schemas does; its number.</summary>
    /// <param name="subject">Where.</param>
    /// <param name="schema">Its text, or base64 for Protocol Buffers.</param>
    /// <param name="type">AVRO, JSON or PROTOBUF.</param>
    /// <param name="references">name, subject and version of those that it refers to.</param>
    public int Register(string subject, string schema, string type = "AVRO", JsonArray? references = null)
    {
        lock (_lock) return Add(subject, new Entry(schema, type, references)).Id;
    }

    private async Task Answer(HttpContext http)
    {
        var path = http.Request.Path.Value!.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        _requests.Enqueue($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}");
        var (status, answer) = (200, new JsonObject());
        if (User is { } user && http.Request.Headers.Authorization != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(user))}")
        {
            (status, answer) = Error(401, 40101, "User cannot access the resource.");
        }
        else
        {
            var body = http.Request.ContentLength > 0 ? (await JsonNode.ParseAsync(http.Request.Body))!.AsObject() : null;
            lock (_lock) (status, answer) = Answer(http.Request.Method, path, body);
        }
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/vnd.schemaregistry.v1+json";
        await http.Response.WriteAsync(answer.ToJsonString());
    }

    private (int, JsonObject) Answer(string method, string[] path, JsonObject? body) => (method, path) switch
    {
        ("GET", ["schemas", "ids", var id]) =>
            int.TryParse(id, out var number) && number >= 1 && number <= _schemas.Count
                ? (200, _schemas[number - 1].Json()) : Error(404, 40403, $"Schema {id} not found"),
        ("POST", ["subjects", var subject, "versions"]) => Register(subject, Entry.Of(body!)),
        ("POST", ["subjects", var subject]) => LookUp(subject, Entry.Of(body!)),
        ("GET", ["subjects", var subject, "versions", var version]) => Version(subject, version),
        ("POST", ["compatibility", "subjects", var subject, "versions", _]) =>
            (200, new JsonObject { ["is_compatible"] = IsCompatible(subject, Entry.Of(body!)) }),
        _ => Error(404, 404, "HTTP 404 Not Found"),
    };

    private (int, JsonObject) Register(string subject, Entry schema)
    {
        if (!IsCompatible(subject, schema))
            return Error(409, 409, $"Schema being registered is incompatible with an earlier schema for subject \"{subject}\"");
        return (200, new JsonObject { ["id"] = Add(subject, schema).Id });
    }

    private (int, JsonObject) LookUp(string subject, Entry schema)
    {
        if (!_subjects.TryGetValue(subject, out var versions)) return Error(404, 40401, $"Subject '{subject}' not found.");
        var version = versions.FindIndex(id => _schemas[id - 1].Is(schema));
        return version < 0 ? Error(404, 40403, "Schema not found") : (200, Json(subject, version));
    }

    private (int, JsonObject) Version(string subject, string version)
    {
        if (!_subjects.TryGetValue(subject, out var versions)) return Error(404, 40401, $"Subject '{subject}' not found.");
        var index = version == "latest" ? versions.Count - 1 : int.Parse(version) - 1;
        return index < versions.Count ? (200, Json(subject, index)) : Error(404, 40402, $"Version {version} not found.");
    }

    private JsonObject Json(string subject, int index)
    {
        var id = _subjects[subject][index];
        var json = _schemas[id - 1].Json();
        (json["subject"], json["id"], json["version"]) = (subject, id, index + 1);
        return json;
    }

    private (int Id, int Version) Add(string subject, Entry schema)
    {
        var id = _schemas.FindIndex(schema.Is) + 1;
        if (id == 0)
        {
            _schemas.Add(schema);
            id = _schemas.Count;
        }
        if (!_subjects.TryGetValue(subject, out var versions)) _subjects.Add(subject, versions = []);
        if (!versions.Contains(id)) versions.Add(id);
        return (id, versions.IndexOf(id) + 1);
    }

    private bool IsCompatible(string subject, Entry schema) =>
        schema.Type != "AVRO" || !_subjects.TryGetValue(subject, out var versions)
        || Schema.Parse(schema.Text).CanRead(Schema.Parse(_schemas[versions[^1] - 1].Text));

    private static (int, JsonObject) Error(int status, int code, string message) =>
        (status, new JsonObject { ["error_code"] = code, ["message"] = message });

    private sealed record Entry(string Text, string Type, JsonArray? References)
    {
        public static Entry Of(JsonObject body) =>
            new((string)body["schema"]!, (string?)body["schemaType"] ?? "AVRO", body["references"]?.DeepClone() as JsonArray);

        public bool Is(Entry other) => Type == other.Type && Normal == other.Normal;

        public JsonObject Json()
        {
            var json = new JsonObject { ["schema"] = Text };
            if (Type != "AVRO") json["schemaType"] = Type;
            if (References is { Count: > 0 }) json["references"] = References.DeepClone();
            return json;
        }

        private string Normal => Type == "PROTOBUF" ? Text : JsonNode.Parse(Text)!.ToJsonString();
    }
}
