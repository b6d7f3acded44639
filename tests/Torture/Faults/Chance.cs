namespace Akka.Events.Torture.Faults;

/// <summary>One sequence of faults out of the seed.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    public int Next(int count) => _random.Next(count);

    public TimeSpan Seconds(double least, double most) => TimeSpan.FromSeconds(least + _random.NextDouble() * (most - least));

    /// <summary>All of them for ever, each once in a round, the rounds in random order.</summary>
    public IEnumerable<T> Rounds<T>(T[] items)
    {
        while (items.Length > 0)
        {
            var round = items.ToArray();
            _random.Shuffle(round);
            foreach (var item in round) yield return item;
        }
    }

    /// <summary>Waits; false when the end has come meanwhile.</summary>
    public static async Task<bool> Passes(TimeSpan time, CancellationToken ct)
    {
        await Task.Delay(time, TimeProvider.System, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !ct.IsCancellationRequested;
    }
}
