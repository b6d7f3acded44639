using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Lifecycle;

public sealed class PropsTests : RuntimeTest
{
    [Fact]
    public async Task Constructors_are_chosen_by_the_arguments()
    {
        Assert.Equal("text a", await Start(Props.Create<Overloaded>("a")).Ask<string>("x", Patience));
        Assert.Equal("number 1", await Start(Props.Create(typeof(Overloaded), 1)).Ask<string>("x", Patience));
        Assert.Equal("nothing", await System.ActorOf<Overloaded>().Ask<string>("x", Patience));
        Assert.Equal("number 3", await Start(Props.Create<UntypedActor>(() => new Overloaded(3))).Ask<string>("x", Patience));
    }

    [Fact]
    public async Task No_matching_constructor_is_a_failure_of_creation() =>
        Assert.True(await Start(Props.Create<Overloaded>(1.5, 2.5)).WatchAsync().WaitAsync(Patience));

    [Fact]
    public void What_makes_no_actor_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Props.Create(typeof(string)));
        Assert.Throws<ArgumentNullException>(() => Props.Create((Type)null));
        Assert.Throws<ArgumentException>(() => Props.Create(() => Make()));
    }

    [Fact]
    public void Props_are_equal_by_type_arguments_and_deployment()
    {
        Assert.Equal(Props.Create<Overloaded>("a"), Props.Create(() => new Overloaded("a")));
        Assert.NotEqual(Props.Create<Overloaded>("a"), Props.Create<Overloaded>("b"));
        Assert.NotEqual(Props.Create<Overloaded>("a"), Props.Create<Overloaded>("a").WithDispatcher("other"));
    }

    [Fact]
    public async Task A_producer_is_asked_for_each_incarnation_and_told_of_its_end()
    {
        var mail = NewMail();
        var actor = Start(Props.CreateBy(new Producer(mail.Ref)));
        actor.Tell(new Boom());
        actor.Tell(PoisonPill.Instance);

        await mail.Expect("produced", "released", "produced", "released");
    }

    [Fact]
    public async Task A_strategy_in_the_props_is_for_the_actors_children()
    {
        var mail = NewMail();
        var strategy = new OneForOneStrategy(cause =>
        {
            mail.Ref.Tell(cause.Message);
            return Directive.Stop;
        });
        var parent = Start(Act.Props(act => act.OnAny(_ => act.Cell.ActorOf(Act.Props(child => child.OnPreStart = _ => throw new Boom()))))
            .WithSupervisorStrategy(strategy));
        parent.Tell("make");

        Assert.Contains("boom", await mail.Next<string>());
    }

    private static Overloaded Make() => null;

    private sealed class Overloaded : UntypedActor
    {
        private readonly string _which;

        public Overloaded() => _which = "nothing";

        public Overloaded(string text) => _which = $"text {text}";

        public Overloaded(int number) => _which = $"number {number}";

        protected override void OnReceive(object message) => Sender.Tell(_which);
    }

    private sealed class Producer(IActorRef log) : IIndirectActorProducer
    {
        public Type ActorType => typeof(Failing);

        public ActorBase Produce()
        {
            log.Tell("produced", ActorRefs.NoSender);
            return new Failing();
        }

        public void Release(ActorBase actor) => log.Tell("released", ActorRefs.NoSender);
    }

    private sealed class Failing : UntypedActor
    {
        protected override void OnReceive(object message) => throw (Exception)message;
    }
}
