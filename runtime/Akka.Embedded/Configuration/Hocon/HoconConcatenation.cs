using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Values written one after another: texts join, arrays append, objects merge.</summary>
internal sealed class HoconConcatenation(List<HoconValue> parts, HoconSource source, int at) : HoconValue
{
    // A few lines of text can double a value over and over; configuration never is this large.
    private const int MaxLength = 1 << 20;

    public List<HoconValue> Parts => parts;

    internal override bool IsResolved => false;

    public static HoconValue Of(List<HoconValue> parts, HoconSource source, int at) =>
        parts.Count == 1 ? parts[0]
        : parts.TrueForAll(p => p.IsResolved) ? Join(parts, source, at)
        : new HoconConcatenation(parts, source, at);

    /// <summary>Joins the parts' resolved values; null where all of them are absent.</summary>
    public HoconValue Join(List<HoconValue> resolved) => Join(resolved, source, at);

    internal override void Write(StringBuilder into, int indent) => parts.ForEach(p => p.Write(into, indent));

    private static HoconValue Join(List<HoconValue> parts, HoconSource source, int at)
    {
        var values = parts.FindAll(p => p is not HoconLiteral { IsBlank: true });
        if (values.Count == 0) return null;
        if (values.TrueForAll(v => v is HoconLiteral)) return parts.Count == 1 ? values[0] : new HoconLiteral(Text());
        if (values.TrueForAll(v => v is HoconArray)) return new HoconArray(Elements());
        if (values.TrueForAll(v => v is HoconObject)) return values.Aggregate((earlier, later) => HoconObject.Merge(later, earlier));
        throw source.Error(at, "A text, an array and an object can't be joined to one value");

        string Text() => parts.Sum(p => (long)(p.Text?.Length ?? 4)) <= MaxLength
            ? string.Concat(parts.Select(p => p.Text ?? "null"))
            : throw TooLarge();

        List<HoconValue> Elements()
        {
            if (values.Sum(v => (long)((HoconArray)v).Elements.Count) > MaxLength) throw TooLarge();
            return values.SelectMany(v => ((HoconArray)v).Elements).ToList();
        }

        ConfigurationException TooLarge() => source.Error(at, "The joined value is too large");
    }
}
