namespace Akka.Events.Hosting.Configuration.Internal;

/// <summary>One key of a section, and the property that it sets.</summary>
internal abstract class Option<T>(string property)
{
    public string Property { get; } = property;

    public string Key { get; } = KeyNames.Kebab(property);

    /// <summary>What sets the property to a text's value.</summary>
    /// <exception cref="FormatException">The text can't be read.</exception>
    public abstract Action<T> Read(string text);

    /// <summary>The property's value as it would be configured.</summary>
    public abstract string Write(T options);

    /// <summary>Why the property's value can't be; null when it can.</summary>
    public abstract string? Problem(T options);
}

internal sealed class Option<T, TValue>(
    string property, Func<T, TValue> get, Action<T, TValue> set,
    Func<string, TValue> read, Func<TValue, string> write, Func<TValue, string?> problem) : Option<T>(property)
{
    public override Action<T> Read(string text)
    {
        var value = read(text);
        if (problem(value) is { } reason) throw new FormatException($"'{text}' {reason}");
        return options => set(options, value);
    }

    public override string Write(T options) => write(get(options));

    public override string? Problem(T options) => problem(get(options)) is { } reason ? $"'{write(get(options))}' {reason}" : null;
}
