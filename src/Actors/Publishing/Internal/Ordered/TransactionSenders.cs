using Akka.Events.Kafka.Internal.Producing;
using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Publishing.Internal.Ordered;

/// <summary>Senders with Kafka transactions.</summary>
/// <param name="make">Makes a sender, by its name.</param>
/// <param name="places">How many there may be.</param>
/// <param name="ensure">Sees to it that a topic exists, where that is wanted; what it gives keeps it from being sent to.</param>
internal sealed class TransactionSenders(
    Func<string, BatchSender> make, SenderPlaces places, Func<string, Task<TopicException?>> ensure) : IOrderedSenders
{
    public bool AreWaitedFor => places.AreWaitedFor;

    public bool AreExact => true;

    public async Task<IOrderedSender> Open(string name, int owner, CancellationToken cancellationToken)
    {
        var leave = await places.Take(cancellationToken).ConfigureAwait(false);
        TransactionSender? sender = null;
        try
        {
            var batches = make(name);
            sender = new TransactionSender(batches, owner, ensure, leave);
            await batches.Begin().ConfigureAwait(false);
            return sender;
        }
        catch (KafkaException e) when (e.Error.Code is ErrorCode.TransactionalIdAuthorizationFailed or ErrorCode.GroupAuthorizationFailed)
        {
            await Close().ConfigureAwait(false);
            throw new InvalidOperationException(
                "this user may not use Kafka transactions for what entities publish: grant Write and Describe on transactional ids, and Read on "
                + $"groups, that begin with akka-events-shard- (it is '{name}'), or set publish.entity-transactions = off", e);
        }
        catch
        {
            await Close().ConfigureAwait(false);
            throw;
        }

        async ValueTask Close()
        {
            if (sender is null) leave();
            else await sender.DisposeAsync().ConfigureAwait(false);
        }
    }
}
