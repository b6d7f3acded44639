// Starts what can be started here, writes how to reach it to the file named on the command line, and holds it until SIGTERM or SIGINT.
using System.Runtime.InteropServices;
using Akka.Events.LocalServers;

var told = new TaskCompletionSource();
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);

await using var postgres = PrivatePostgres.WhyUnavailable is null ? await PrivatePostgres.StartAsync(fsync: true) : null;
await using var kafka = RealKafka.WhyUnavailable is null ? await RealKafka.StartAsync() : null;

await File.WriteAllLinesAsync($"{args[0]}.new",
[
    postgres is null ? $"# No PostgreSQL: {PrivatePostgres.WhyUnavailable}" : $"export AKKA_EVENTS_POSTGRES='{postgres.ConnectionString}'",
    kafka is null ? $"# No Kafka: {RealKafka.WhyUnavailable}" : $"export AKKA_EVENTS_KAFKA='{kafka.Bootstrap}'",
]);
File.Move($"{args[0]}.new", args[0]);
await told.Task;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    told.TrySetResult();
}
