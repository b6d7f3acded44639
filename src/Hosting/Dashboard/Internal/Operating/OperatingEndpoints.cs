using System.Text.Json;
using Akka.Actor;
using Akka.Cluster;
using Akka.Events.Operating;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Hosting.Dashboard.Internal.Operating;

/// <summary>What the tool akka-events asks of a running process beside what the page shows: pausing, its actors, its nodes, its log.</summary>
internal sealed class OperatingEndpoints(IServiceProvider services)
{
    private readonly Lazy<LogLines> _log = new(() =>
    {
        var lines = new LogLines();
        services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        return lines;
    });

    public void MapReads(RouteGroupBuilder group)
    {
        group.MapGet("/actors", (string? path, int? depth, int? children) => ActorTree.Of(services, path, depth ?? 6, children ?? 20) is { } tree
            ? Results.Json(tree, DashboardJson.Options) : Results.NotFound());
        group.MapGet("/log", Log);
    }

    public void MapActions(RouteGroupBuilder posts)
    {
        posts.MapPost("/groups/{group}/pause", (string group, string? topic, int? partition) => Control(c => c.Pause(group, topic, partition)));
        posts.MapPost("/groups/{group}/resume", (string group, string? topic, int? partition) => Control(c => c.Resume(group, topic, partition)));
        posts.MapPost("/cluster/leave", (string? address) => Cluster(address, (cluster, node) => cluster.Leave(node)));
        posts.MapPost("/cluster/down", (string address) => Cluster(address, (cluster, node) => cluster.Down(node)));
    }

    private IResult Control(Action<IEventsControl> change)
    {
        try
        {
            change(services.GetRequiredService<IEventsControl>());
            return Results.NoContent();
        }
        catch (ArgumentException e)
        {
            return Error(e, StatusCodes.Status404NotFound);
        }
        catch (InvalidOperationException e)
        {
            return Error(e, StatusCodes.Status409Conflict);
        }
    }

    // Leaving is for this node, where none is named. One that has no part in the cluster isn't told of.
    private IResult Cluster(string? address, Action<Akka.Cluster.Cluster, Address> change)
    {
        if (services.GetService<ActorSystem>() is not ExtendedActorSystem { Provider: IClusterActorRefProvider } system) return Results.NotFound();
        var cluster = Akka.Cluster.Cluster.Get(system);
        var node = address is null ? cluster.SelfAddress : cluster.State.Members.Select(m => m.Address).FirstOrDefault(a => a.ToString() == address);
        if (node is null) return Results.NotFound();
        change(cluster, node);
        return Results.NoContent();
    }

    /// <summary>Lines as they are written, a JSON object each, until whoever reads is gone.</summary>
    private async Task Log(HttpContext http, string level = "information")
    {
        if (!Enum.TryParse<LogLevel>(level, ignoreCase: true, out var least))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        http.Response.ContentType = "application/x-ndjson";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? default);
        using var watching = _log.Value.Watch(least);
        try
        {
            await http.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
            await foreach (var line in watching.Lines.ReadAllAsync(end.Token).ConfigureAwait(false))
            {
                await http.Response.WriteAsync(JsonSerializer.Serialize(line, DashboardJson.Options) + "\n", end.Token).ConfigureAwait(false);
                await http.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader is gone, or the host stops.
        }
    }

    private static IResult Error(Exception e, int status) => Results.Json(new { error = e.Message.Split(" (Parameter")[0] }, DashboardJson.Options, statusCode: status);
}
