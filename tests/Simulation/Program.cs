using System.CommandLine;
using Akka.Events.Simulation;
using Akka.Events.Simulation.Faults;

var runs = new Option<int>("--runs") { Description = "Runs, one a seed.", DefaultValueFactory = _ => 1000 };
var seed = new Option<int>("--seed") { Description = "The first run's seed.", DefaultValueFactory = _ => 1 };
var events = new Option<int>("--events") { Description = "Events published in a run, at least.", DefaultValueFactory = _ => 300 };
var putBack = new Option<Fault>("--put-back") { Description = "A fault that was mended once: runs must fail." };
var pingPong = new Option<bool>("--ping-pong") { Description = "Nothing goes wrong but that partitions change hands, between checkpoints." };
var verbose = new Option<bool>("--log") { Description = "Print what happened in each run that failed." };
var command = new RootCommand("A group's processes under virtual time: one thread and one seed a run, over a broker, a journal and a store that fail.")
{
    runs, seed, events, putBack, pingPong, verbose,
};
command.SetAction(parsed =>
{
    var options = new SimulationOptions(parsed.GetValue(events), parsed.GetValue(putBack), parsed.GetValue(pingPong));
    var failed = 0;
    var done = 0;
    // One after another: a run has the thread pool for itself.
    while (done < parsed.GetValue(runs))
    {
        using var run = new Simulated(parsed.GetValue(seed) + done, options);
        run.Run();
        if (run.Violations.Count > 0)
        {
            failed++;
            if (parsed.GetValue(verbose)) Console.Error.WriteLine(run.Log);
            Console.WriteLine($"{run.Summary}\n  {string.Join("\n  ", run.Violations.Take(5))}");
        }
        if (++done % 100 == 0) Console.Error.WriteLine($"{done} runs, {failed} failed");
    }
    Console.WriteLine($"{done} runs, {failed} failed");
    return failed == 0 ? 0 : 1;
});
// Actor systems that still end keep nobody waiting.
Environment.Exit(command.Parse(args).Invoke());
