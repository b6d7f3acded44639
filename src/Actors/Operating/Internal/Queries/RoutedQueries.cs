using Akka.Actor;
using Akka.Events.Consuming.Internal.Members;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Shared;

namespace Akka.Events.Operating.Internal.Queries;

/// <summary>Asks a group's shards in this process, for itself and for other nodes. Used on its actor's turn.</summary>
internal sealed class RoutedQueries(RunningGroup runtime, IActorRef self, ActorSystem system)
{
    private const string FrameSize = "akka.remote.dot-netty.tcp.maximum-frame-size";

    // For what Akka.Remote puts around a message.
    private const int Envelope = 2048;

    // Before the asker gives up, so that it hears what blocks.
    private static readonly TimeSpan MostMargin = TimeSpan.FromMilliseconds(500);

    private readonly long _largest = (system.Settings.Config.GetByteSize(FrameSize, null) ?? long.MaxValue) - Envelope;
    private readonly GroupContext _group = runtime.Context;

    /// <summary>Sends it to its shard in this process: what comes of it is told to the actor that this is used by.</summary>
    public void SendHere(EntityQuery query)
    {
        if (Shards is { } shards) shards.Tell(query, self);
        else self.Tell(NotOwned(query), self);
    }

    // The answer, or the failure; as values.
    private Task<object> AskHere(EntityQuery query, TimeSpan limit) =>
        Shards is { } shards ? shards.Ask<object>(query, limit) : Task.FromResult<object>(NotOwned(query));

    private IActorRef? Shards => runtime.Ready is { IsCompletedSuccessfully: true, Result.Shards: var shards } ? shards : null;

    private Status.Failure NotOwned(EntityQuery query) => new(new PartitionNotOwnedException(_group.Name, query.Shard), query);

    /// <summary>Answers a query of another node.</summary>
    /// <param name="query">The query.</param>
    /// <param name="asker">Who is told.</param>
    /// <param name="isOpen">Whether its shard is open here. Else what this version doesn't know is for the shard's owner to say.</param>
    public void Serve(RoutedQuery query, IActorRef asker, bool isOpen)
    {
        try
        {
            var type = _group.Entity(query.Entity)
                ?? throw new InvalidOperationException($"group '{_group.Name}' has no entity '{query.Entity}' in the process that was asked");
            // An ask without time would wait for ever.
            var left = TimeSpan.FromMilliseconds(Math.Max(2, query.Milliseconds));
            var margin = left / 10 < MostMargin ? left / 10 : MostMargin;
            AskHere(new EntityQuery(query.Entity, query.Key, query.Shard, type.Queries.Unpack(query.Query)), left - margin)
                .PipeTo(asker, self, result => Reply(query, type, result), e => Failure(query, e));
        }
        catch (Exception e)
        {
            asker.Tell(Failure(query, isOpen ? e : new PartitionNotOwnedException(_group.Name, query.Shard)), self);
        }
    }

    private IQueryMessage Reply(RoutedQuery query, EntityType type, object result)
    {
        if (result is not QueryAnswer answer)
            return Failure(query, (result as Status.Failure)?.Cause ?? new InvalidOperationException($"it has answered with {result}"));
        try
        {
            var packed = type.Queries.PackAnswer(query.Query.Type, answer.Answer);
            return packed.Payload.Length <= _largest
                ? new RoutedAnswer(query.Id, packed)
                : Failure(query, new InvalidOperationException(
                    $"the answer has {packed.Payload.Length:N0} bytes, and {FrameSize} allows some {_largest:N0}"));
        }
        catch (Exception e)
        {
            return Failure(query, e);
        }
    }

    private RoutedFailure Failure(RoutedQuery query, Exception cause) =>
        cause is AskTimeoutException or StateNotReadException ? new RoutedFailure(query.Id, QueryFailure.Busy, "", QueryTexts.Busy(_group)) : QueryFailures.Of(query.Id, cause);
}
