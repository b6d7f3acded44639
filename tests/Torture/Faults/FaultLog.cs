using System.Collections.Concurrent;

namespace Akka.Events.Torture.Faults;

/// <summary>Says each fault and counts it by its kind.</summary>
internal sealed class FaultLog(Action<string> say)
{
    private readonly ConcurrentDictionary<FaultKind, int> _counts = [];

    public int Count => _counts.Values.Sum();

    public void Happens(FaultKind kind, string what)
    {
        _counts.AddOrUpdate(kind, 1, (_, count) => count + 1);
        say(what);
    }

    public void Say(string what) => say(what);

    public override string ToString() =>
        string.Join(", ", _counts.OrderBy(kind => kind.Key).Select(kind => $"{Words(kind.Key)} {kind.Value}"));

    private static string Words(FaultKind kind) => string.Concat($"{kind}".Select((letter, index) =>
        index > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
