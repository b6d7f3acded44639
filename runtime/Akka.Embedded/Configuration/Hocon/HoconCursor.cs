using System.Globalization;
using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>A place in a text that moves on: blanks, comments, fixed words and quoted strings.</summary>
internal sealed class HoconCursor(HoconSource source)
{
    private readonly string _text = source.Text;

    public HoconSource Source => source;
    public int At { get; private set; }
    public bool AtEnd => At >= _text.Length;

    /// <summary>The next character; 0 at the end of the text.</summary>
    public char Next => AtEnd ? '\0' : _text[At];

    public ReadOnlySpan<char> Rest => _text.AsSpan(At);
    public bool AtComment => Next == '#' || (Next == '/' && Rest.StartsWith("//"));

    public static bool IsBlank(char c) => char.IsWhiteSpace(c) || c == '\uFEFF';
    public ConfigurationException Error(string message) => source.Error(At, message);
    public void Advance(int count) => At += count;

    public bool TryTake(char c)
    {
        if (AtEnd || Next != c) return false;
        At++;
        return true;
    }

    public bool TryTake(string word)
    {
        if (!Rest.StartsWith(word, StringComparison.Ordinal)) return false;
        At += word.Length;
        return true;
    }

    /// <summary>Skips blanks and comments; returns whether a line ended there.</summary>
    public bool SkipBlank()
    {
        var newLine = false;
        while (!AtEnd)
        {
            if (AtComment) At = Rest.IndexOf('\n') is var end and >= 0 ? At + end : _text.Length;
            else if (IsBlank(Next)) newLine |= _text[At++] == '\n';
            else break;
        }

        return newLine;
    }

    /// <summary>Takes the blanks before the end of the line.</summary>
    public ReadOnlySpan<char> TakeBlanks()
    {
        var start = At;
        while (!AtEnd && Next != '\n' && IsBlank(Next)) At++;
        return _text.AsSpan(start, At - start);
    }

    public string TakeQuoted()
    {
        var start = At;
        if (TryTake("\"\"\""))
        {
            var end = Rest.IndexOf("\"\"\"");
            if (end < 0) throw source.Error(start, "The three quotes that end this text are missing");
            // Quotes directly before the closing three belong to the text.
            while (At + end + 3 < _text.Length && _text[At + end + 3] == '"') end++;
            var raw = Rest[..end].ToString();
            At += end + 3;
            return raw;
        }

        At++;
        var length = Rest.IndexOfAny('"', '\\', '\n');
        if (length >= 0 && Rest[length] == '"')
        {
            var plain = Rest[..length].ToString();
            At += length + 1;
            return plain;
        }

        var result = new StringBuilder();
        while (!TryTake('"'))
        {
            if (AtEnd || Next == '\n') throw source.Error(start, "The quote that ends this text is missing");
            result.Append(TryTake('\\') ? Escaped() : _text[At++]);
        }

        return result.ToString();
    }

    private char Escaped()
    {
        var c = Next;
        At++;
        switch (c)
        {
            case '"' or '\\' or '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when Rest.Length >= 4
                && ushort.TryParse(Rest[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                At += 4;
                return (char)code;
            default:
                throw source.Error(At - 2, "This escape isn't one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
        }
    }
}
