using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Akka.Configuration.Hocon;

/// <summary>Keys and values in the order of their first appearance. Only the parser changes one, before anybody else sees it.</summary>
internal sealed class HoconObject : HoconValue, IEnumerable<KeyValuePair<string, HoconValue>>
{
    public static readonly HoconObject Empty = new();
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, HoconValue> _items;
    private readonly Dictionary<string, HoconValue>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public HoconObject()
        : this(new Dictionary<string, HoconValue>()) { }

    private HoconObject(Dictionary<string, HoconValue> items)
    {
        _items = items;
        _bySpan = items.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => _items.Count;

    internal override bool IsResolved
    {
        get
        {
            foreach (var item in _items.Values)
                if (!item.IsResolved) return false;
            return true;
        }
    }

    public HoconValue Find(ReadOnlySpan<char> key) => _bySpan.TryGetValue(key, out var value) ? value : null;

    /// <summary>Reads one more assignment: an object adds to the object before it, anything else takes its place.</summary>
    public void Assign(string key, HoconValue value) =>
        _items[key] = _items.TryGetValue(key, out var earlier) ? HoconOverride.Of(earlier, value) : value;

    public void Set(string key, HoconValue value) => _items[key] = value;

    public void AssignAll(HoconObject other)
    {
        foreach (var (key, value) in other._items) Assign(key, value);
    }

    /// <summary>The first value laid over the second: objects merge, anything else hides what lies below.</summary>
    public static HoconValue Merge(HoconValue over, HoconValue under)
    {
        if (over is not HoconObject top || under is not HoconObject bottom || bottom.Count == 0) return over;
        if (top.Count == 0) return under;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var merged = new HoconObject(new Dictionary<string, HoconValue>(bottom._items));
        foreach (var (key, value) in top._items)
            merged._items[key] = bottom._items.TryGetValue(key, out var below) ? Merge(value, below) : value;
        return merged;
    }

    public IEnumerator<KeyValuePair<string, HoconValue>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override void Write(StringBuilder into, int indent)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        into.Append('{');
        foreach (var (key, value) in _items)
        {
            into.Append('\n').Append(' ', indent + 2).Append(HoconPath.Quoted(key)).Append(" : ");
            value.Write(into, indent + 2);
        }

        if (_items.Count > 0) into.Append('\n').Append(' ', indent);
        into.Append('}');
    }
}
