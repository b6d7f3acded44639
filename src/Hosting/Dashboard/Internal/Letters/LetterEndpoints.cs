using System.Globalization;
using Akka.Events.Committing.Internal.Letters;
using Akka.Events.Hosting.Internal;
using Akka.Events.Operating;
using Confluent.Kafka;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Events.Hosting.Dashboard.Internal.Letters;

/// <summary>The addresses of dead letters: of the groups of this process, and no others. Each request reads their topic whole.</summary>
internal sealed class LetterEndpoints(DashboardOptions options, IServiceProvider services)
{
    private const int PageSize = 50;

    /// <summary>Where letters may lie: topics whose handlers save them come first.</summary>
    public IReadOnlyList<LetterOrigin> Origins =>
    [
        .. services.GetRequiredService<EventsServices>().Runtime.Groups.SelectMany(g => g.Context.Routes.Where(r => r.Origin is null)
            .Select(r => (Origin: new LetterOrigin(r.Name, g.Context.Name), Saves: g.Context.HandlersOf[r.Index].Any(h => h.Options.Saves))))
            .OrderByDescending(o => o.Saves).Select(o => o.Origin),
    ];

    public void MapReads(RouteGroupBuilder group) => group.MapGet("/letters", List);

    public void MapActions(RouteGroupBuilder posts)
    {
        posts.MapPost("/letters/replay", (string topic, string group, string? handler, string? exception, string? position, string? to, CancellationToken ct) =>
            Settle(topic, group, handler, exception, position, (letters, filter) =>
                letters.ReplayAsync(filter, to == "topic" ? DeadLetterReplay.Topic : DeadLetterReplay.Handler, ct)));
        posts.MapPost("/letters/discard", (string topic, string group, string? handler, string? exception, string? position, CancellationToken ct) =>
            Settle(topic, group, handler, exception, position, (letters, filter) => letters.DiscardAsync(filter, ct)));
    }

    private Task<IResult> List(string topic, string group, string? next, CancellationToken ct) => Answer(topic, group, async letters =>
    {
        var filter = new DeadLetterFilter(topic, group);
        var counts = next is null ? await letters.CountAsync(filter, ct).ConfigureAwait(false) : [];
        // Nothing is left, or there is no such topic: then the second look is spared.
        if (next is null && counts.Count == 0) return Results.Json(new FoundLetters([], [], null), DashboardJson.Options);
        var page = await letters.ListAsync(filter, PageSize, next, ct).ConfigureAwait(false);
        return Results.Json(new FoundLetters(counts, [.. page.Letters.Select(letter => FoundLetter.Of(letter, options))], page.Next), DashboardJson.Options);
    });

    private Task<IResult> Settle(
        string topic, string group, string? handler, string? exception, string? position, Func<IDeadLetters, DeadLetterFilter, Task<long>> settle) =>
        Answer(topic, group, async letters =>
        {
            var filter = new DeadLetterFilter(topic, group) { Handler = handler, Exception = exception };
            if (position is not null)
            {
                if (Position(LetterPost.TopicOf(topic, group), position) is not { } at) return Results.BadRequest();
                filter = filter with { Positions = [at] };
            }
            return Results.Json(new { letters = await settle(letters, filter).ConfigureAwait(false) }, DashboardJson.Options);
        });

    private async Task<IResult> Answer(string topic, string group, Func<IDeadLetters, Task<IResult>> answer)
    {
        if (!Origins.Contains(new LetterOrigin(topic, group))) return Results.NotFound();
        try
        {
            return await answer(services.GetRequiredService<IDeadLetters>()).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            return Results.BadRequest();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Results.Json(new { error = Reason.Message(e) }, DashboardJson.Options, statusCode: StatusCodes.Status502BadGateway);
        }
    }

    private static TopicPartitionOffset? Position(string topic, string text) =>
        text.Split('@') is [var partition, var offset]
        && int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out var p) && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var o)
            ? new TopicPartitionOffset(topic, p, o) : null;
}
