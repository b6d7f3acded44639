using Akka.Actor;
using Akka.Configuration;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Persistence.Internal;
using Akka.Events.Tests.Fakes;
using Akka.Persistence;
using Microsoft.Extensions.Logging;
using Xunit;
using TopicPartition = Confluent.Kafka.TopicPartition;

namespace Akka.Events.Tests.Committing;

/// <summary>A snapshot store that takes what it is given and says nothing.</summary>
public sealed class SnapshotDeadlineTests
{
    private static readonly TopicPartition Only = new("events", 0);

    [Fact]
    public async Task A_checkpoint_whose_snapshot_is_never_answered_ends_and_the_next_one_is_made()
    {
        var topics = new FakeTopics().Create("events", 1);
        var options = EventsHarness.Options();
        options.Checkpoint.MaxTailEvents = 1;
        await using var group = await EventsHarness.Start(topics, [EventsHarness.Entity<Counter, Count>()], options, store: new Store());
        group.Client.Assign(Only);
        topics.Append("events", "key", "x");

        await EventsHarness.Eventually(() => Mute.Asked >= 2);
    }

    /// <summary>Loads nothing, and answers no more.</summary>
    public sealed class Mute : ActorBase
    {
        private static int _asked;

        public static int Asked => Volatile.Read(ref _asked);

        protected override bool Receive(object message)
        {
            if (message is LoadSnapshot load) Sender.Tell(new LoadSnapshotResult(null, load.ToSequenceNr));
            else if (message is SaveSnapshot) Interlocked.Increment(ref _asked);
            return true;
        }
    }

    private sealed class Store : EventStore
    {
        private readonly InMemoryStore _memory = new();

        public override string Description => "mute";

        public override Config Plugins => ConfigurationFactory.ParseString(
            $$"""
            {{JournalPlugin.SnapshotId}} {
              class = "{{typeof(Mute).AssemblyQualifiedName}}"
              circuit-breaker.call-timeout = 100ms
            }
            """).WithFallback(_memory.Plugins);

        public override (IEntityStates States, JournalReader Journal) Open(ActorSystem system, ILoggerFactory loggers) =>
            _memory.Open(system, loggers);
    }
}
