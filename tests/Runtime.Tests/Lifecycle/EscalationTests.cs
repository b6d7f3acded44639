using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Lifecycle;

public sealed class EscalationTests()
    : RuntimeTest(
        "akka.actor.guardian-supervisor-strategy = \"Akka.Runtime.Tests.Lifecycle.EscalationTests+Escalating, Akka.Runtime.Tests\"")
{
    [Fact]
    public async Task A_failure_that_nobody_takes_stops_the_system()
    {
        var parent = Start(act =>
        {
            act.Strategy = new OneForOneStrategy(_ => Directive.Escalate);
            act.OnAny(_ => act.Cell.ActorOf(Act.Props(child => child.OnPreStart = _ => throw new Boom())));
        });
        parent.Tell("make");

        await System.WhenTerminated.WaitAsync(Patience);
    }

    public sealed class Escalating : SupervisorStrategyConfigurator
    {
        public override SupervisorStrategy Create() => new OneForOneStrategy(_ => Directive.Escalate);
    }
}
