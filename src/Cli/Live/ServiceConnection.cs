using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Akka.Events.Hosting.Dashboard.Internal;

namespace Akka.Events.Cli.Live;

/// <summary>A running service, at the address of its dashboard.</summary>
internal sealed class ServiceConnection : IDisposable
{
    private readonly HttpClient _client;

    /// <param name="address">The dashboard's address.</param>
    /// <param name="headers">name: value, of every request.</param>
    /// <param name="timeout">Of a request.</param>
    public ServiceConnection(string address, IEnumerable<string> headers, TimeSpan timeout)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var at) || at.Scheme is not ("http" or "https"))
            throw ToolException.Misused($"'{address}' is no address of a service: http://localhost:5000/events");
        Address = at.GetLeftPart(UriPartial.Path).TrimEnd('/');
        // A login page that an action is sent on to would answer as if the action were done, and hear the headers.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Address + "/"), Timeout = Timeout.InfiniteTimeSpan };
        Limit = timeout;
        // What tells an action from a request that a page elsewhere has brought about.
        _client.DefaultRequestHeaders.Add(SameSite.Header, "1");
        foreach (var header in headers)
        {
            var (name, value) = header.Split(':', 2) is [var n, var v] ? (n.Trim(), v.Trim()) : throw ToolException.Misused("--service-header takes 'name: value'");
            if (!_client.DefaultRequestHeaders.TryAddWithoutValidation(name, value)) throw ToolException.Misused($"'{name}' is no header of a request");
        }
    }

    public string Address { get; }

    public TimeSpan Limit { get; }

    public Task<DashboardStatus> Status(CancellationToken ct) => Get<DashboardStatus>("status", ct);

    public Task<T> Get<T>(string path, CancellationToken ct) => Within(async end =>
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative), end);
        await Check(answer, end);
        return (await answer.Content.ReadFromJsonAsync<T>(DashboardJson.Options, end))!;
    }, ct);

    public Task Post(string path, CancellationToken ct) => Within(async end =>
    {
        using var answer = await _client.PostAsync(new Uri(path, UriKind.Relative), null, end);
        await Check(answer, end);
        return true;
    }, ct);

    /// <summary>Lines of an answer that has no end of its own.</summary>
    public async Task Lines(string path, Func<string, bool> on, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        using var answer = await Within(end => _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end), ct);
        await Check(answer, ct);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(ct));
        while (await reader.ReadLineAsync(ct) is { } line)
            if (!on(line))
                return;
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Query parameters, without those that are null.</summary>
    public static string Query(params (string Name, object? Value)[] values)
    {
        var given = values.Where(v => v.Value is not null).Select(v => $"{v.Name}={Uri.EscapeDataString(FormattableString.Invariant($"{v.Value}"))}").ToArray();
        return given.Length == 0 ? "" : $"?{string.Join('&', given)}";
    }

    private async Task<T> Within<T>(Func<CancellationToken, Task<T>> ask, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        end.CancelAfter(Limit);
        try
        {
            return await ask(end.Token);
        }
        catch (HttpRequestException e)
        {
            throw ToolException.Unreachable($"The service at {Address} can't be reached: {e.InnerException?.Message ?? e.Message}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw ToolException.Unreachable($"The service at {Address} hasn't answered within {Limit.TotalSeconds:0.#} s (--timeout)");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw ToolException.Unreachable($"What answers at {Address} is no dashboard of Akka.Events");
        }
    }

    private async Task Check(HttpResponseMessage answer, CancellationToken ct)
    {
        if (answer.IsSuccessStatusCode) return;
        var said = await Said(answer, ct);
        throw answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ToolException.Unreachable(
                $"The service at {Address} says no ({(int)answer.StatusCode}){(said is null ? ": give what its policy asks for with --service-header" : $": {said}")}"),
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => ToolException.Unreachable(
                $"The service at {Address} sends on to {answer.Headers.Location?.ToString() ?? "another address"} ({(int)answer.StatusCode}): "
                + "give the address itself, and what its login asks for with --service-header"),
            HttpStatusCode.Conflict => ToolException.Refused(said ?? "It isn't possible now."),
            HttpStatusCode.NotFound => ToolException.NotFound(said ?? $"The service at {Address} doesn't know it. (Actions need DashboardOptions.ActionPolicy in the service.)"),
            _ => ToolException.Unreachable($"The service at {Address} answers {(int)answer.StatusCode}{(said is null ? "" : $": {said}")}"),
        };
    }

    private static async Task<string?> Said(HttpResponseMessage answer, CancellationToken ct)
    {
        var text = await answer.Content.ReadAsStringAsync(ct);
        if (answer.Content.Headers.ContentType?.MediaType == "text/plain") return text;
        try
        {
            return JsonDocument.Parse(text).RootElement is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty("error", out var error) ? error.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
