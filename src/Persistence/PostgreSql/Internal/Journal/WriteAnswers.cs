using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;

namespace Akka.Events.Persistence.PostgreSql.Internal.Journal;

/// <summary>What a persistent actor is told of what it had written, as the protocol of Akka.Persistence has it.</summary>
internal static class WriteAnswers
{
    /// <param name="write">What was to be written.</param>
    /// <param name="rejected">Why which of its atomic writes were not taken, one by one; null where all were.</param>
    /// <param name="failure">Why none of it may be there; null where it is.</param>
    /// <param name="journal">Who tells.</param>
    public static void Tell(WriteMessages write, IImmutableList<Exception>? rejected, Exception? failure, IActorRef journal)
    {
        var actor = write.PersistentActor;
        actor.Tell(
            failure is null ? WriteMessagesSuccessful.Instance : new WriteMessagesFailed(failure, write.Messages.Count(m => m is AtomicWrite)),
            journal);
        var atomic = 0;
        foreach (var envelope in write.Messages)
        {
            if (envelope is not AtomicWrite)
            {
                actor.Tell(new LoopMessageSuccess(envelope.Payload, write.ActorInstanceId), envelope.Sender);
                continue;
            }
            Exception? rejection = rejected?[atomic++];
            foreach (var persistent in (IImmutableList<IPersistentRepresentation>)envelope.Payload)
                actor.Tell(Of(persistent), persistent.Sender);

            object Of(IPersistentRepresentation persistent) => (failure, rejection) switch
            {
                ({ } cause, _) => new WriteMessageFailure(persistent, cause, write.ActorInstanceId),
                (_, { } cause) => new WriteMessageRejected(persistent, cause, write.ActorInstanceId),
                _ => new WriteMessageSuccess(persistent, write.ActorInstanceId),
            };
        }
    }
}
