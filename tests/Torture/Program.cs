using System.CommandLine;
using Akka.Events.Torture;
using Confluent.Kafka;

if (args is [Worker.Command, ..]) return await Worker.Run(args);
if (args is [LettersHost.Command, ..]) return await LettersHost.Run(args);
if (args is [CopyHost.Command, ..]) return await CopyHost.Run(args);

var minutes = new Option<double>("--minutes") { Description = "How long faults happen.", DefaultValueFactory = _ => 2 };
var seed = new Option<int>("--seed") { Description = "Chooses the faults and the events.", DefaultValueFactory = _ => 1 };
var workers = new Option<int>("--workers") { Description = "Processes of the group.", DefaultValueFactory = _ => 3 };
var rate = new Option<int>("--rate") { Description = "Events published in a second.", DefaultValueFactory = _ => 1000 };
var partitions = new Option<int>("--partitions") { Description = "Partitions of each topic.", DefaultValueFactory = _ => 24 };
var protocol = new Option<GroupProtocol>("--protocol")
{
    Description = "classic, or consumer (KIP-848).", DefaultValueFactory = _ => GroupProtocol.Classic,
};
var oneTopic = new Option<bool>("--one-topic") { Description = "No rolling update adds a second, compacted topic." };
var cluster = new Option<bool>("--cluster") { Description = "The workers are nodes of an Akka cluster, which is split and healed." };
var sqlite = new Option<bool>("--sqlite") { Description = "The workers share a file of SQLite's; nothing happens to the PostgreSQL." };
var soak = new Option<bool>("--soak")
{
    Description = "For hours: an eighth of the faults, none that loses records; prints memory, threads, connections, tables by the minute.",
};
var keep = new Option<string?>("--keep") { Description = "A folder for the workers' logs and notes, which stay there." };
var command = new RootCommand("""
    Worker processes of one group over a Kafka and a PostgreSQL, while events are published and entities asked. All are made to fail.
    Workers are killed, stopped and frozen, in a transaction too, hand their partitions to and fro, and are updated one by one; handlers
    throw, hang and ignore their token; listeners, loggers and observers throw; the broker freezes and crashes; logs are emptied and
    compacted; PostgreSQL freezes, stops, crashes, hangs, takes no writes, and goes over to another address.
    At the end everything that was recorded is held against what is promised. Prints one line; exits 1 where anything differs.
    """)
{
    minutes, seed, workers, rate, partitions, protocol, oneTopic, cluster, sqlite, soak, keep,
};
command.SetAction((parsed, ct) => Torture.Run(
    new TortureOptions(
        TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(seed), parsed.GetValue(workers), parsed.GetValue(rate))
    {
        Partitions = parsed.GetValue(partitions),
        Protocol = parsed.GetValue(protocol),
        OneTopic = parsed.GetValue(oneTopic) || parsed.GetValue(soak),
        Cluster = parsed.GetValue(cluster),
        Sqlite = parsed.GetValue(sqlite),
        Soak = parsed.GetValue(soak),
        Keep = parsed.GetValue(keep),
    }, ct));
return await command.Parse(args).InvokeAsync();
