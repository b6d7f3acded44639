using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class RestartHookTests : RuntimeTest
{
    [Fact]
    public async Task Hooks_run_in_order_and_get_the_cause_and_the_failing_message()
    {
        var mail = NewMail();
        var actor = Start(Props.Create(() => new Hooked(mail.Ref, new List<int>())));
        actor.Tell("x");

        await mail.Expect(
            "constructor 0", "PreStart 1", "PreRestart boom x 1", "PostStop 1", "constructor 1", "PostRestart boom 2", "PreStart 2");
        System.Stop(actor);
        await mail.Expect("PostStop 2");
    }

    // The list is evaluated when the Props are made: all incarnations share it.
    private sealed class Hooked : UntypedActor
    {
        private readonly IActorRef _log;
        private readonly int _number;

        public Hooked(IActorRef log, List<int> incarnations)
        {
            _log = log;
            _log.Tell($"constructor {incarnations.Count}");
            incarnations.Add(0);
            _number = incarnations.Count;
        }

        protected override void OnReceive(object message) => throw new Boom();

        protected override void PreStart() => _log.Tell($"PreStart {_number}");

        protected override void PostStop() => _log.Tell($"PostStop {_number}");

        protected override void PreRestart(Exception reason, object message)
        {
            _log.Tell($"PreRestart {reason.Message} {message} {_number}");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            _log.Tell($"PostRestart {reason.Message} {_number}");
            base.PostRestart(reason);
        }
    }
}
