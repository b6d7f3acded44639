using System.Text.Json;
using Akka.Events.Hosting.Dashboard.Internal.Letters;
using Akka.Events.Hosting.Dashboard.Internal.Operating;
using Akka.Events.Operating;
using Akka.Events.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akka.Events.Hosting.Dashboard.Internal;

/// <summary>The dashboard's addresses: its page and assets, the live stream, an entity, and the actions.</summary>
internal sealed class DashboardEndpoints
{
    private static readonly TimeSpan SendEvery = TimeSpan.FromSeconds(1);

    private readonly DashboardOptions _options;
    private readonly IServiceProvider _services;
    private readonly IHostApplicationLifetime? _lifetime;
    private readonly Lazy<LiveStatus> _live;
    private readonly LetterEndpoints _letters;
    private readonly OperatingEndpoints _operating;
    private readonly TimeProvider _time;

    public DashboardEndpoints(DashboardOptions options, IServiceProvider services)
    {
        (_options, _services) = (options, services);
        _letters = new LetterEndpoints(options, services);
        _operating = new OperatingEndpoints(services);
        _lifetime = services.GetService<IHostApplicationLifetime>();
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _live = new Lazy<LiveStatus>(() => new LiveStatus(services.GetRequiredService<IEventsStatus>(), _time));
        // From the start on, so that the plots begin before somebody looks.
        _lifetime?.ApplicationStarted.Register(() => _ = _live.Value);
        _lifetime?.ApplicationStopping.Register(() =>
        {
            if (_live.IsValueCreated) _live.Value.Dispose();
        });
    }

    public RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string path)
    {
        var group = endpoints.MapGroup(path);
        group.AddEndpointFilter(new Guard(_options.ReadPolicy is null).InvokeAsync);
        if (_options.ReadPolicy is { } policy) group.RequireAuthorization(policy);
        group.MapGet("", (HttpContext http) => Assets.Page(http, path));
        group.MapGet("/assets/{name}", Assets.File);
        group.MapGet("/status", () => Results.Json(Now(history: true), DashboardJson.Options));
        group.MapGet("/stream", Stream);
        group.MapGet("/entity", Entity);
        group.MapGet("/folded", Folded);
        group.MapGet("/outbox", Outbox);
        _letters.MapReads(group);
        _operating.MapReads(group);
        if (_options.ActionPolicy is not { } actions) return group;
        var posts = group.MapGroup("").RequireAuthorization(actions);
        posts.AddEndpointFilter(SameSite.Only);
        posts.MapPost("/outbox/{id:long}/retry", (long id, CancellationToken ct) => Act(outbox => outbox.RetryAsync(id, ct)));
        posts.MapPost("/outbox/{id:long}/skip", (long id, CancellationToken ct) => Act(outbox => outbox.SkipAsync(id, ct)));
        _letters.MapActions(posts);
        _operating.MapActions(posts);
        return group;
    }

    private DashboardStatus Now(bool history) => _live.Value.Now(history) with
    {
        Actions = _options.ActionPolicy is not null, Entities = _options.ShowStates ? EntityLook.Of(_services) : [], Nodes = ClusterNodes.Of(_services),
        Letters = _letters.Origins,
    };

    /// <summary>Server-sent events: everything once, then what has changed, each second.</summary>
    private async Task Stream(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        // The host waits for its requests when it stops: this one has no end of its own.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _lifetime?.ApplicationStopping ?? default);
        using var watching = _live.Value.Watch();
        using var timer = new PeriodicTimer(SendEvery, _time);
        var history = true;
        try
        {
            do
            {
                await http.Response.WriteAsync($"data: {JsonSerializer.Serialize(Now(history), DashboardJson.Options)}\n\n", end.Token).ConfigureAwait(false);
                await http.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
                history = false;
            }
            while (await timer.WaitForNextTickAsync(end.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The page is closed, or the host stops.
        }
    }

    private async Task<IResult> Entity(string group, string entity, string key, CancellationToken ct)
    {
        if (!_options.ShowStates) return Results.StatusCode(StatusCodes.Status403Forbidden);
        try
        {
            var found = await EntityLook.At(_services, _options, group, entity, key, ct).ConfigureAwait(false);
            return found is null ? Results.NotFound() : Results.Json(found, DashboardJson.Options);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Results.Json(new { error = Reason.Message(e) }, DashboardJson.Options, statusCode: StatusCodes.Status502BadGateway);
        }
    }

    private async Task<IResult> Folded(string group, string entity, string[] key, CancellationToken ct)
    {
        if (key.Length > StateFold.MostKeys) return Results.BadRequest();
        try
        {
            var folded = await StateFold.Of(_services, group, entity, key, ct).ConfigureAwait(false);
            return folded is null ? Results.NotFound() : Results.Json(folded, DashboardJson.Options);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Results.Json(new { error = Reason.Message(e) }, DashboardJson.Options, statusCode: StatusCodes.Status502BadGateway);
        }
    }

    private async Task<IResult> Outbox(CancellationToken ct)
    {
        if (Store is not { } outbox) return Results.NotFound();
        try
        {
            return Results.Json(await outbox.GetBacklogAsync(ct).ConfigureAwait(false), DashboardJson.Options);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Results.Json(new { error = Reason.Message(e) }, DashboardJson.Options, statusCode: StatusCodes.Status502BadGateway);
        }
    }

    private async Task<IResult> Act(Func<IOutbox, Task<bool>> action) =>
        Store is { } outbox && await action(outbox).ConfigureAwait(false) ? Results.NoContent() : Results.NotFound();

    private IOutbox? Store
    {
        get
        {
            try
            {
                return _services.GetService<IOutbox>();
            }
            catch (InvalidOperationException)
            {
                // This process has none.
                return null;
            }
        }
    }
}
