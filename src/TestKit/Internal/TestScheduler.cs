using Akka.Configuration;
using Akka.Event;

namespace Akka.Events.TestKit.Internal;

/// <summary>An actor system's scheduler over a test's clock. Made by the actor system from its configuration.</summary>
internal sealed class TestScheduler(Config config, ILoggingAdapter log) : AlarmScheduler(config, log, TestClock.Of(config.GetInt(ClockKey)))
{
    public const string ClockKey = "akka.events-test-kit-clock";
}
