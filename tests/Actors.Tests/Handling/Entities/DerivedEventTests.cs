using System.Text.Json.Serialization;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Entities;

/// <summary>Topics with several types of events.</summary>
public sealed class DerivedEventTests
{
    private static readonly Topic<OrderEvent> Orders = Topic.Json<OrderEvent>("events");

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);

    [Fact]
    public async Task An_event_goes_to_the_handler_of_the_most_derived_type_that_fits_it() => Assert.Equal(
        ["placed", "paid 3", "paid late 4", "other shipped"],
        await Handle<Shop>("placed", "paid", "paid-late", "shipped"));

    [Fact]
    public async Task Events_of_types_that_nothing_is_said_of_are_acknowledged() =>
        Assert.Equal(["paid 3", "paid 4"], await Handle<Till>("placed", "paid", "paid-late", "shipped"));

    [Theory]
    [InlineData(typeof(Twice), "it handles Paid of topic 'events' twice")]
    [InlineData(typeof(Strange), "topic 'events' has events of OrderEvent, from which String isn't derived")]
    [InlineData(typeof(TwoTypes), "it reads topic 'events' as OrderEvent and as Int64")]
    public async Task What_cannot_be_is_refused_at_start(Type entity, string reason)
    {
        var type = new EntityType<Seen>(entity, new EntityOptions("entity", new HandlerOptions()));
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => EventsHarness.Start(_topics, [type]));
        Assert.StartsWith($"entity {entity.Name} can't be made: {reason}", e.Message);
    }

    private async Task<string[]> Handle<TEntity>(params string[] kinds) where TEntity : Actor.ActorBase
    {
        await using var group = await EventsHarness.Start(_topics, [(HandlerDefinition)EventsHarness.Entity<TEntity, Seen>()]);
        group.Client.Assign(new TopicPartition("events", 0));
        for (var i = 0; i < kinds.Length; i++) _topics.Append("events", "a", $$"""{ "$type": "{{kinds[i]}}", "cents": {{i + 2}} }""");
        await group.Handled(new TopicPartition("events", 0));
        return await group.Ask<TEntity, string[]>("a", new GetSeen());
    }

    [JsonPolymorphic]
    [JsonDerivedType(typeof(Placed), "placed")]
    [JsonDerivedType(typeof(Paid), "paid")]
    [JsonDerivedType(typeof(PaidLate), "paid-late")]
    [JsonDerivedType(typeof(Shipped), "shipped")]
    public abstract record OrderEvent;

    public sealed record Placed : OrderEvent;

    public record Paid(int Cents) : OrderEvent;

    public sealed record PaidLate(int Cents) : Paid(Cents);

    public sealed record Shipped : OrderEvent;

    public sealed record Seen(string[] What);

    public sealed record Saw(string What);

    public sealed record GetSeen;

    public abstract class Noting : EntityActor<Seen>
    {
        protected Noting()
        {
            Initial(new Seen([]));
            Apply<Saw>((state, e) => new Seen([.. state.What, e.What]));
            Query<GetSeen, string[]>(_ => State.What);
        }
    }

    public sealed class Shop : Noting
    {
        public Shop()
        {
            // In an order of no meaning.
            On<Paid>(Orders, paid => Persist(new Saw($"paid {paid.Cents}")));
            On(Orders, e => Persist(new Saw($"other {e.GetType().Name.ToLowerInvariant()}")));
            On<PaidLate>(Orders, async late =>
            {
                await Task.Yield();
                Persist(new Saw($"paid late {late.Cents}"));
            });
            On(Orders, (Placed _) => Persist(new Saw("placed")));
        }
    }

    public sealed class Till : Noting
    {
        public Till() => On<Paid>(Orders, paid => Persist(new Saw($"paid {paid.Cents}")));
    }

    public sealed class Twice : Noting
    {
        public Twice()
        {
            On<Paid>(Orders, _ => { });
            On<Paid>(Orders, _ => { });
        }
    }

    public sealed class Strange : Noting
    {
        public Strange() => On<string>(Orders, _ => { });
    }

    public sealed class TwoTypes : Noting
    {
        public TwoTypes()
        {
            On(Orders, _ => { });
            On(Topic.Long("events"), _ => { });
        }
    }
}
