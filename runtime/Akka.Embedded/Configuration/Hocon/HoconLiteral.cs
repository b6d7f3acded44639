using System.Text;
using System.Text.Json;

namespace Akka.Configuration.Hocon;

/// <summary>A scalar. Its text is null for the literal null.</summary>
internal sealed class HoconLiteral(string text, bool isBlank = false) : HoconValue
{
    public static readonly HoconLiteral Null = new(null);

    /// <summary>The white space between two parts of a concatenation: part of a text, nothing between objects or arrays.</summary>
    public bool IsBlank => isBlank;

    internal override bool IsResolved => true;
    internal override string Text => text;

    internal override void Write(StringBuilder into, int indent) =>
        into.Append(text is null ? "null" : JsonSerializer.Serialize(text, HoconObject.Json));
}
