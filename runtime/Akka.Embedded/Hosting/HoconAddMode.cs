#nullable enable
namespace Akka.Hosting;

public enum HoconAddMode
{
    /// <summary>Below what is there: fills in what is missing.</summary>
    Append,

    /// <summary>Over what is there.</summary>
    Prepend,

    /// <summary>The same as <see cref="Prepend"/>: keys that the new text doesn't name stay.</summary>
    Replace,
}
