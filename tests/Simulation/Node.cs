using Akka.Actor;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Consuming;
using Akka.Events.Consuming.Internal;
using Akka.Events.Consuming.Internal.Members;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Kafka.Internal;
using Akka.Events.Operating.Internal;
using Akka.Events.Publishing.Internal;
using Akka.Events.Simulation.Faults;
using Akka.Events.Simulation.Kafka;
using Akka.Events.Simulation.Machine;
using Akka.Events.Simulation.Stores;
using Akka.Events.Topics;

namespace Akka.Events.Simulation;

/// <summary>The group's member in one process, as the hosting starts it: the real actors, over the simulated broker and stores.</summary>
internal sealed class Node
{
    private const string GroupName = "ledgers";
    private readonly RunningGroup _runtime;
    private readonly IActorRef _member;

    public Node(VirtualProcess process, Broker broker, InMemoryEntityStates states, Producers producers, GroupOptions options, HandlerOptions handler, Fault fault)
    {
        Process = process;
        var actor = Props.Create<Ledger>();
        if (fault == Fault.LastEventAgain) actor = LastEventAgain.Around(actor);
        var type = new EntityType<LedgerState>(typeof(Ledger), new EntityOptions("ledger", handler)) { Index = 0, Props = actor };
        var context = new GroupContext
        {
            Name = GroupName,
            Options = options.ForShards(),
            Handlers = [type],
            Time = process.Clock,
            Chance = process.World.Random,
            Loggers = new RunLogger(process),
            States = new SimulatedStates(process, states),
            Journal = new JournalReplay(process.System),
            Metrics = new GroupMetrics(GroupName),
            Publishing = new PublisherSettings { Producer = new ProducerSettings { BootstrapServers = "nowhere:1" } },
            Senders = producers.Of(process),
            Owner = process.Name,
            Budget = new EntityBudget(options.Memory),
            Tails = new TailBudget(options.Checkpoint),
            GivenUp = fault == Fault.ForgottenRuns ? new ForgottenRuns() : new GivenUpRuns(),
        };
        if (fault == Fault.SharedFinished) context.Durability = new SharedFinished(context.Durability, process.World);
        _runtime = new RunningGroup(new MemberContext(context, options, GroupObservers.None), _ => new Member(process.World, broker, process));
        context.Describe(process.System).GetAwaiter().GetResult();
        process.Begin();
        _member = process.System.ActorOf(Props.Create(() => new GroupMember(_runtime)), "member");
    }

    public VirtualProcess Process { get; }

    /// <summary>What keeps it from working, in its own words.</summary>
    public string? Problem => _runtime.Problem;

    /// <summary>Asks for a key's ledger here. Null is told where the process doesn't own the key, or nothing comes.</summary>
    public void Ask(string key, Action<int[]?> answered)
    {
        if (!_runtime.Ready.IsCompletedSuccessfully)
        {
            answered(null);
            return;
        }
        var (shards, partitions) = _runtime.Ready.Result;
        var bytes = KeyText.ToBytes(key);
        var query = new EntityQuery("ledger", bytes, Murmur2Partitioner.Partition(bytes, partitions), new GetLedger());
        Process.System.ActorOf(Props.Create(() => new Asker(shards, query, answered)));
    }

    /// <summary>Leaves the group as a host that stops does; then it's gone.</summary>
    public void Leave() => Process.System.ActorOf(Props.Create(() => new Leaver(_member, Process)));

    private sealed class Asker : UntypedActor
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
        private readonly Action<int[]?> _answered;

        public Asker(IActorRef shards, EntityQuery query, Action<int[]?> answered)
        {
            _answered = answered;
            shards.Tell(query, Self);
            SetReceiveTimeout(Patience);
        }

        protected override void OnReceive(object message)
        {
            _answered(message is QueryAnswer { Answer: LedgerState ledger } ? ledger.Seen : null);
            Context.Stop(Self);
        }
    }

    private sealed class Leaver : UntypedActor
    {
        private readonly VirtualProcess _process;

        public Leaver(IActorRef member, VirtualProcess process)
        {
            _process = process;
            member.Tell(LeaveGroup.Instance, Self);
            SetReceiveTimeout(TimeSpan.FromSeconds(30));
        }

        protected override void OnReceive(object message)
        {
            if (message is ReceiveTimeout) _process.Group.Wrong($"{_process.Name} hasn't left the group within 30 s");
            _process.Crash();
        }
    }
}
