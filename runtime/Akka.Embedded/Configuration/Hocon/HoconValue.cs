using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>A node of a configuration tree: an object, an array or a literal; while a text is being read also a substitution.</summary>
public abstract class HoconValue
{
    private protected HoconValue() { }

    /// <summary>Whether neither this value nor any inside it waits for a substitution.</summary>
    internal abstract bool IsResolved { get; }

    /// <summary>The text of a literal, else null.</summary>
    internal virtual string Text => null;

    internal abstract void Write(StringBuilder into, int indent);

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text, 0);
        return text.ToString();
    }
}
