namespace Akka.Events.Simulation.Machine;

/// <summary>The last things that happened in a run.</summary>
internal sealed class RunLog
{
    private const int Kept = 2000;
    private readonly Queue<string> _lines = new();

    public void Add(TimeSpan at, string line)
    {
        if (_lines.Count == Kept) _lines.Dequeue();
        _lines.Enqueue($"{at.TotalMilliseconds,12:N2} ms  {line}");
    }

    public override string ToString() => string.Join('\n', _lines);
}
