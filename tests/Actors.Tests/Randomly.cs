namespace Akka.Events.Tests;

/// <summary>
/// Runs a property many times with seeded chance. AKKA_EVENTS_RUNS and AKKA_EVENTS_SEED choose how often and from which seed; a failure
/// names the seed that repeats it alone.
/// </summary>
internal static class Randomly
{
    private const int DefaultRuns = 10_000;
    private const int DefaultSeed = 20_010_101;

    public static void Check(Action<Random> property, int runs = DefaultRuns)
    {
        runs = Number("AKKA_EVENTS_RUNS", runs);
        var first = Number("AKKA_EVENTS_SEED", DefaultSeed);
        for (var seed = first; seed < first + runs; seed++)
        {
            try
            {
                property(new Random(seed));
            }
            catch (Exception e)
            {
                throw new Xunit.Sdk.XunitException($"fails with AKKA_EVENTS_SEED={seed} AKKA_EVENTS_RUNS=1: {e.Message}", e);
            }
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : otherwise;
}
