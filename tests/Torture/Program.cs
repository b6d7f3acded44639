using System.CommandLine;
using Akka.Events.Torture;
using Confluent.Kafka;

if (args is [Worker.Command, ..]) return await Worker.Run(args);

var minutes = new Option<double>("--minutes") { Description = "How long faults happen.", DefaultValueFactory = _ => 2 };
var seed = new Option<int>("--seed") { Description = "Chooses the faults and the events.", DefaultValueFactory = _ => 1 };
var workers = new Option<int>("--workers") { Description = "Processes of the group.", DefaultValueFactory = _ => 3 };
var rate = new Option<int>("--rate") { Description = "Events published in a second.", DefaultValueFactory = _ => 1000 };
var protocol = new Option<GroupProtocol>("--protocol") { Description = "classic, or consumer (KIP-848).", DefaultValueFactory = _ => GroupProtocol.Classic };
var coPartitioned = new Option<bool>("--co-partitioned") { Description = "The group reads a second topic, and so takes whole shards with the range assignor." };
var sqlite = new Option<bool>("--sqlite") { Description = "The workers share a file of SQLite's; nothing happens to the PostgreSQL." };
var keep = new Option<string?>("--keep") { Description = "A folder for the workers' logs, which stay there." };
var command = new RootCommand("""
    Three worker processes of one group, killed, stopped and frozen at random, over a Kafka and a PostgreSQL that are stopped as well, while events are published.
    At the end every key's ledger must equal a recount of the topic. Prints one line; exits 1 on any difference.
    """)
{
    minutes, seed, workers, rate, protocol, coPartitioned, sqlite, keep,
};
command.SetAction((parsed, ct) => Torture.Run(
    new TortureOptions(
        TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(seed), parsed.GetValue(workers), parsed.GetValue(rate))
    {
        Protocol = parsed.GetValue(protocol),
        CoPartitioned = parsed.GetValue(coPartitioned),
        Sqlite = parsed.GetValue(sqlite),
        Keep = parsed.GetValue(keep),
    }, ct));
return await command.Parse(args).InvokeAsync();
