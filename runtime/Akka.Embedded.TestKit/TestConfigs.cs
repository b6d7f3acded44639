using Akka.Configuration;

namespace Akka.TestKit;

public static class TestConfigs
{
    public static Config DefaultConfig { get; } = ConfigurationFactory.ParseString("""
        akka {
          loggers = ["Akka.TestKit.TestEventListener, Akka.TestKit"]
          # Until the listener has answered, event filters see nothing.
          logger-startup-timeout = 30s
          test {
            timefactor = 1.0
            filter-leeway = 3s
            single-expect-default = 3s
            default-timeout = 5s
            calling-thread-dispatcher {
              type = "Akka.TestKit.Internal.CallingThreadDispatcher, Akka.TestKit"
              throughput = 2147483647
            }
            test-actor.dispatcher = akka.test.calling-thread-dispatcher
          }
        }
        """);

    public static Config TestSchedulerConfig { get; } =
        ConfigurationFactory.ParseString("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"");

    internal static Config FullDebugConfig { get; } = ConfigurationFactory.ParseString("""
        akka {
          log-dead-letters-during-shutdown = on
          actor.debug { receive = on, autoreceive = on, lifecycle = on, event-stream = on, unhandled = on, fsm = on }
          stdout-loglevel = DEBUG
          loglevel = DEBUG
        }
        """);
}
