using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Akka.Events.Hosting.Configuration.Internal.Sources;

namespace Akka.Events.Hosting.Configuration.Internal;

/// <summary>
/// What one section of the configuration may hold, property by property of its options class: the single table that reading, checking and
/// the reference's test go by.
/// </summary>
internal sealed class Section<T>
{
    // .NET's timers take no more.
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(24);

    private readonly List<Option<T>> _options = [];
    private readonly List<Subsection> _sections = [];
    private readonly List<(string Key, Func<T, string?> Problem)> _rules = [];

    public IReadOnlyList<Option<T>> Options => _options;

    /// <summary>The options class's properties that a key or a section sets.</summary>
    public IEnumerable<string> Names => _options.Select(o => o.Property).Concat(_sections.Select(s => s.Property));

    /// <summary>A duration; without a least one it must be above zero.</summary>
    public Section<T> Duration(Expression<Func<T, TimeSpan>> property, TimeSpan? min = null, TimeSpan? max = null)
    {
        var least = min ?? TimeSpan.FromTicks(1);
        var most = max ?? MaxTimer;
        return Add(property, ValueText.Duration, ValueText.Of, v =>
            v < least && v <= TimeSpan.Zero ? $"must {(min == TimeSpan.Zero ? "not be negative" : "be above zero")}"
            : v < least ? $"must be at least {ValueText.Of(least)}"
            : v > most ? $"must be at most {ValueText.Of(most)}"
            : null);
    }

    /// <summary>A number of bytes, at least 1.</summary>
    public Section<T> Size(Expression<Func<T, long>> property, long min = 1, long max = long.MaxValue) =>
        Add(property, ValueText.Size, ValueText.OfSize, v =>
            v < 1 ? "must be above zero" : v < min ? $"must be at least {min} bytes" : v > max ? $"must be at most {max} bytes" : null);

    /// <summary>A whole number, at least 1 unless another least one is said.</summary>
    public Section<T> Count(Expression<Func<T, int>> property, int max = int.MaxValue, int min = 1) =>
        Add(property, ValueText.Count, v => v.ToString(CultureInfo.InvariantCulture), v =>
            v < min ? $"must be at least {min}" : v > max ? $"must be at most {max}" : null);

    public Section<T> Flag(Expression<Func<T, bool>> property) => Add(property, ValueText.Flag, ValueText.Of, _ => null);

    public Section<T> Choice<TEnum>(Expression<Func<T, TEnum>> property) where TEnum : struct, Enum =>
        Add(property, ValueText.Choice<TEnum>, ValueText.Of, v => Enum.IsDefined(v) ? null : "is no such choice");

    /// <summary>A text; an empty one is none.</summary>
    public Section<T> Text(Expression<Func<T, string?>> property) => Add(property, t => t.Length == 0 ? null : t, t => t ?? "", _ => null);

    /// <summary>A text that must be there.</summary>
    public Section<T> Name(Expression<Func<T, string>> property) =>
        Add(property, t => t, t => t, t => string.IsNullOrWhiteSpace(t) ? "must not be empty" : null);

    public Section<T> Inside<TChild>(Expression<Func<T, TChild>> property, Section<TChild> section)
    {
        var info = PropertyOf(property);
        var get = property.Compile();
        _sections.Add(new Subsection(info.Name, (c, e) => Of(section.Read(c, e)), (p, o, e) => section.Check(p, get(o), e)));
        return this;

        Action<T> Of(Action<TChild> child) => options => child(get(options));
    }

    /// <summary>A section of librdkafka's properties, by their own names.</summary>
    public Section<T> Properties(Expression<Func<T, IDictionary<string, string>>> property, Action<string, T, ErrorList> check) =>
        Free(property, (section, name) => section.Property(name), check);

    /// <summary>A section of any names and values.</summary>
    public Section<T> Free(Expression<Func<T, IDictionary<string, string>>> property) => Free(property, (_, name) => name, (_, _, _) => { });

    private Section<T> Free(
        Expression<Func<T, IDictionary<string, string>>> property, Func<ConfigSection, string, string> named, Action<string, T, ErrorList> check)
    {
        var info = PropertyOf(property);
        var get = property.Compile();
        _sections.Add(new Subsection(info.Name, Read, check));
        return this;

        Action<T> Read(ConfigSection section, ErrorList errors)
        {
            (string Name, string Value)[] all = [.. section.Flattened().Select(p => (named(section, p.Name), p.Value))];
            return options =>
            {
                foreach (var (name, value) in all) get(options)[name] = value;
            };
        }
    }

    /// <summary>Something that must hold between several keys; the first names where it is reported.</summary>
    public Section<T> Rule(Expression<Func<T, object>> at, Func<T, string?> problem)
    {
        _rules.Add((KeyNames.Kebab(PropertyOf(at).Name), problem));
        return this;
    }

    /// <summary>Reads what is configured, to be laid over any options. A key that is known nowhere is an error, unless it is named.</summary>
    public Action<T> Read(ConfigSection config, ErrorList errors, params string[] alsoKnown)
    {
        Action<T> configured = _ => { };
        string[] known = [.. _options.Select(o => o.Key), .. _sections.Select(s => s.Key), .. alsoKnown];
        foreach (var key in config.Keys)
        {
            var path = config.PathOf(key);
            if (_options.Find(o => config.IsOption(key, o.Key)) is { } option)
                errors.Try(path, () =>
                {
                    if (config.Text(key) is { } text) configured += option.Read(text.Trim());
                });
            else if (_sections.Find(s => config.IsOption(key, s.Key)) is { } section)
                errors.Try(path, () => configured += section.Read(config.Section(key), errors));
            else if (!alsoKnown.Any(also => config.IsOption(key, also)))
                errors.Add(path, $"unknown key; {config.Suggestion(key, known)}");
        }
        return configured;
    }

    /// <summary>Checks options however they came about.</summary>
    public void Check(string path, T options, ErrorList errors)
    {
        foreach (var option in _options)
            if (option.Problem(options) is { } problem)
                errors.Add($"{path}.{option.Key}", problem);
        foreach (var rule in _rules)
            if (rule.Problem(options) is { } problem)
                errors.Add($"{path}.{rule.Key}", problem);
        foreach (var section in _sections) section.Check($"{path}.{section.Key}", options, errors);
    }

    private Section<T> Add<TValue>(
        Expression<Func<T, TValue>> property, Func<string, TValue> read, Func<TValue, string> write, Func<TValue, string?> problem)
    {
        var info = PropertyOf(property);
        _options.Add(new Option<T, TValue>(info.Name, property.Compile(), (o, v) => info.SetValue(o, v), read, write, problem));
        return this;
    }

    private static PropertyInfo PropertyOf(LambdaExpression property)
    {
        var body = property.Body is UnaryExpression convert ? convert.Operand : property.Body;
        return (PropertyInfo)((MemberExpression)body).Member;
    }

    private sealed record Subsection(string Property, Func<ConfigSection, ErrorList, Action<T>> Read, Action<string, T, ErrorList> Check)
    {
        public string Key { get; } = KeyNames.Kebab(Property);
    }
}
