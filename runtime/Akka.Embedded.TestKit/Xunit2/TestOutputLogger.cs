using Akka.Actor;
using Akka.Event;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2;

/// <summary>Writes log events to a test's output.</summary>
internal sealed class TestOutputLogger : ReceiveActor
{
    public TestOutputLogger(ITestOutputHelper output, string prefix)
    {
        Receive<InitializeLogger>(initialize =>
        {
            initialize.LoggingBus.Subscribe(Self, typeof(LogEvent));
            Sender.Tell(new LoggerInitialized());
        });
        Receive<LogEvent>(logged =>
        {
            try
            {
                output.WriteLine(prefix + logged);
            }
            catch (InvalidOperationException)
            {
                // The test has ended, and its output with it.
                Context.Stop(Self);
            }
        });
    }
}
