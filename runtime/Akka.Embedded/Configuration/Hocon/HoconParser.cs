using System.Buffers;
using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>
/// Reads HOCON. A text that isn't HOCON gives a <see cref="ConfigurationException"/> with line and column, a substitution without
/// a value a <see cref="FormatException"/>; nothing else comes out of here.
/// </summary>
internal sealed class HoconParser
{
    // Deep enough for any configuration, and shallow enough for the smallest stack.
    private const int MaxDepth = 200;

    private static readonly SearchValues<char> NotPlain = SearchValues.Create("$\"{}[]:=,#`^?!@*&\\");

    private readonly HoconCursor _cursor;
    private readonly List<string> _path;
    private readonly string[] _scope;
    private int _depth;

    private HoconParser(HoconSource source, List<string> path, int depth)
    {
        _cursor = new HoconCursor(source);
        _path = path;
        _scope = [.. path];
        _depth = depth;
    }

    public static HoconObject Parse(string text)
    {
        try
        {
            return HoconResolver.Resolve(new HoconParser(new HoconSource(text), [], 0).Root());
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new ConfigurationException("The substitutions of this configuration are nested too deeply", e);
        }
    }

    private HoconObject Root()
    {
        _cursor.SkipBlank();
        var root = Object(_cursor.TryTake('{'));
        _cursor.SkipBlank();
        return _cursor.AtEnd ? root : throw _cursor.Error("Nothing may follow the closing brace");
    }

    private HoconObject Object(bool braced)
    {
        Descend(1);
        var result = new HoconObject();
        for (var separated = true; !AtEndOf(braced ? '}' : '\0'); separated = Separator())
        {
            if (!separated) throw _cursor.Error("A comma or a new line is missing");
            if (!HoconInclude.TryTake(_cursor, out var included)) Field(result);
            else if (included is not null) result.AssignAll(new HoconParser(included, _path, _depth + 1).Root());
        }

        Descend(-1);
        return result;
    }

    private void Field(HoconObject into)
    {
        var key = Key();
        _cursor.SkipBlank();
        var append = _cursor.TryTake("+=");
        if (!append && _cursor.Next != '{' && !_cursor.TryTake('=') && !_cursor.TryTake(':'))
            throw _cursor.Error($"'=', ':' or '{{' is missing after the key {string.Join('.', key)}");
        _cursor.SkipBlank();

        Descend(key.Count);
        _path.AddRange(key);
        var at = _cursor.At;
        var value = Value();
        if (append)
        {
            // a += x stands for a = ${?a} [x].
            var earlier = new HoconSubstitution([.. _path], true, [], _cursor.Source, at);
            value = new HoconConcatenation([earlier, new HoconArray([value])], _cursor.Source, at);
        }

        _path.RemoveRange(_path.Count - key.Count, key.Count);
        Descend(-key.Count);

        for (var i = key.Count - 1; i > 0; i--)
        {
            var parent = new HoconObject();
            parent.Set(key[i], value);
            value = parent;
        }

        into.Assign(key[0], value);
    }

    /// <summary>A dotted path, up to what separates it from its value.</summary>
    private List<string> Key()
    {
        var segments = new List<string>();
        var segment = new StringBuilder();
        var quoted = false;
        while (true)
        {
            var blanks = _cursor.TakeBlanks();
            if (_cursor.Next == '"')
            {
                segment.Append(blanks).Append(_cursor.TakeQuoted());
                quoted = true;
            }
            else if (_cursor.Next is not '.' && IsPlain() && !_cursor.Rest.StartsWith("+="))
            {
                if (segment.Length > 0) segment.Append(blanks);
                do
                {
                    segment.Append(_cursor.Next);
                    _cursor.Advance(1);
                }
                while (_cursor.Next is not '.' && IsPlain() && !_cursor.Rest.StartsWith("+="));
            }
            else
            {
                if (segment.Length == 0 && !quoted)
                    throw _cursor.Error(_cursor.AtEnd ? "A key is missing" : $"A key can't hold '{_cursor.Next}' unless it is quoted");
                segments.Add(segment.ToString());
                if (!_cursor.TryTake('.')) return segments;
                segment.Clear();
                quoted = false;
            }
        }
    }

    private HoconValue Value()
    {
        var at = _cursor.At;
        var parts = new List<HoconValue>();
        while (true)
        {
            var blanks = _cursor.TakeBlanks();
            if (_cursor.AtEnd || _cursor.Next is '\n' or ',' or '}' or ']' || _cursor.AtComment) break;
            if (parts.Count > 0 && !blanks.IsEmpty) parts.Add(new HoconLiteral(blanks.ToString(), isBlank: true));
            parts.Add(Part());
        }

        return parts.Count > 0 ? HoconConcatenation.Of(parts, _cursor.Source, at) : throw _cursor.Error("A value is missing");
    }

    private HoconValue Part()
    {
        var at = _cursor.At;
        switch (_cursor.Next)
        {
            case '"':
                return new HoconLiteral(_cursor.TakeQuoted());
            case '{':
                _cursor.Advance(1);
                return Object(braced: true);
            case '[':
                _cursor.Advance(1);
                return Array();
            case '$' when _cursor.TryTake("${"):
                var optional = _cursor.TryTake('?');
                var path = Key();
                return _cursor.TryTake('}')
                    ? new HoconSubstitution([.. path], optional, _scope, _cursor.Source, at)
                    : throw _cursor.Error("'}' is missing");
        }

        var rest = _cursor.Rest;
        while (IsPlain()) _cursor.Advance(1);
        var text = rest[..(_cursor.At - at)].ToString();
        return text switch
        {
            "" => throw _cursor.Error($"A value can't hold '{_cursor.Next}' unless it is quoted"),
            "null" => HoconLiteral.Null,
            _ => new HoconLiteral(text),
        };
    }

    private HoconArray Array()
    {
        Descend(1);
        var elements = new List<HoconValue>();
        for (var separated = true; !AtEndOf(']'); separated = Separator())
        {
            if (!separated) throw _cursor.Error("A comma or a new line is missing");
            elements.Add(Value());
        }

        Descend(-1);
        return new HoconArray(elements);
    }

    private bool AtEndOf(char close)
    {
        _cursor.SkipBlank();
        if (_cursor.AtEnd) return close == '\0' ? true : throw _cursor.Error($"'{close}' is missing");
        return close != '\0' && _cursor.TryTake(close);
    }

    private bool Separator() => _cursor.SkipBlank() | _cursor.TryTake(',');

    private bool IsPlain() =>
        !_cursor.AtEnd && !NotPlain.Contains(_cursor.Next) && !HoconCursor.IsBlank(_cursor.Next) && !_cursor.AtComment;

    private void Descend(int levels)
    {
        _depth += levels;
        if (_depth > MaxDepth) throw _cursor.Error("The configuration is nested too deeply");
    }
}
