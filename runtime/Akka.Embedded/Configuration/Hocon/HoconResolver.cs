using System.Runtime.CompilerServices;

namespace Akka.Configuration.Hocon;

/// <summary>
/// Replaces the substitutions of one text by what they stand for in the whole of it. A value that refers to itself sees what was assigned
/// to the same path before; a circle with nothing before it is an error.
/// </summary>
internal sealed class HoconResolver
{
    // Bounds texts made to explode: every honest configuration stays far below it.
    private const int MaxSteps = 1_000_000;

    // A collection walks the stack, so a stack as deep as it can be would take minutes.
    private const int MaxDepth = 1_000;

    private readonly HoconObject _root;
    private readonly Dictionary<HoconValue, HoconValue> _done = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<HoconValue> _running = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<HoconValue> _following = new(ReferenceEqualityComparer.Instance);
    private int _steps;

    private HoconResolver(HoconObject root) => _root = root;

    public static HoconObject Resolve(HoconObject root) => root.IsResolved ? root : (HoconObject)new HoconResolver(root).Value(root);

    /// <summary>The value without substitutions; null where all it consists of is absent.</summary>
    private HoconValue Value(HoconValue value)
    {
        if (value.IsResolved) return value;
        if (_done.TryGetValue(value, out var known)) return known;
        Step();
        _running.Add(value);
        var result = value switch
        {
            HoconObject node => Object(node),
            HoconArray array => new HoconArray(Present(array.Elements)),
            HoconSubstitution substitution => Substitute(substitution),
            HoconConcatenation concatenation => concatenation.Join(Present(concatenation.Parts)),
            HoconOverride both => Override(both),
            _ => throw new InvalidOperationException(value.GetType().Name),
        };
        _running.Remove(value);
        return _done[value] = result;
    }

    private HoconObject Object(HoconObject node)
    {
        var result = new HoconObject();
        foreach (var (key, item) in node)
            if (Value(item) is { } value) result.Set(key, value);
        return result;
    }

    private List<HoconValue> Present(List<HoconValue> values) => values.Select(Value).Where(v => v is not null).ToList();

    private HoconValue Override(HoconOverride both) => Value(both.Later) switch
    {
        null => Value(both.Earlier),
        HoconObject later => Value(both.Earlier) is { } earlier ? HoconObject.Merge(later, earlier) : later,
        var later => later,
    };

    private HoconValue Substitute(HoconSubstitution substitution)
    {
        var found = Target(substitution, []);
        var value = found is null ? Environment(substitution) : Value(found);
        return value is null && !substitution.Optional ? throw substitution.Unresolved() : value;
    }

    /// <summary>What a path that the configuration doesn't have takes from the process's environment.</summary>
    private static HoconLiteral Environment(HoconSubstitution substitution) =>
        substitution.Path is [{ Length: > 0 } name] && System.Environment.GetEnvironmentVariable(name) is { } value
            ? new HoconLiteral(value)
            : null;

    private HoconValue Target(HoconSubstitution substitution, ReadOnlySpan<string> rest)
    {
        string[] path = [.. substitution.Path, .. rest];
        return (substitution.Scope.Length > 0 ? Find(_root, [.. substitution.Scope, .. path]) : null) ?? Find(_root, path);
    }

    /// <summary>The value at a path, not yet resolved. A value that is being resolved right now gives way to the one before it.</summary>
    private HoconValue Find(HoconValue value, ReadOnlySpan<string> path)
    {
        Step();
        if (path.IsEmpty && !_running.Contains(value)) return value;
        switch (value)
        {
            case HoconObject node when !path.IsEmpty:
                return node.Find(path[0]) is { } child ? Find(child, path[1..]) : null;
            case HoconOverride both when path.IsEmpty:
                return Find(both.Earlier, path);
            case HoconOverride both:
                return Over(Find(both.Earlier, path), Find(both.Later, path));
            case HoconConcatenation concatenation when !path.IsEmpty:
                HoconValue joined = null;
                foreach (var part in concatenation.Parts) joined = Over(joined, Find(part, path));
                return joined;
            case HoconSubstitution substitution when !path.IsEmpty && _following.Add(substitution):
                var target = Target(substitution, path);
                _following.Remove(substitution);
                return target;
            default:
                return null;
        }
    }

    private static HoconValue Over(HoconValue earlier, HoconValue later) =>
        later is null ? earlier
        : earlier is null || later is HoconLiteral or HoconArray { IsResolved: true } ? later
        : new HoconOverride(earlier, later);

    private void Step()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (_running.Count + _following.Count > MaxDepth)
            throw new ConfigurationException("The substitutions of this configuration are nested too deeply");
        if (++_steps > MaxSteps) throw new ConfigurationException("The substitutions of this configuration lead to too many values");
    }
}
