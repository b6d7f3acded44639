using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>An immutable tree of settings. Layers are merged when they are laid over one another, so that a lookup is one walk.</summary>
public class Config
{
    public static readonly Config Empty = new();

    private readonly HoconValue _root;

    public Config()
        : this(HoconObject.Empty) { }

    public Config(Config source, Config fallback)
    {
        ArgumentNullException.ThrowIfNull(source);
        Fallback = fallback;
        _root = fallback is null ? source._root : HoconObject.Merge(source._root, fallback._root);
    }

    internal Config(HoconValue root) => _root = root;

    public Config Fallback { get; }
    public virtual bool IsEmpty => _root is HoconObject { Count: 0 };
    public HoconValue Root => _root;

    public virtual IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable() => _root is HoconObject root ? root : HoconObject.Empty;
    public virtual bool HasPath(string path) => Find(path) is not null;
    public virtual Config GetConfig(string path) => Find(path) is { } value ? new Config(value) : null;
    public virtual string GetString(string path, string @default = null) => Find(path) is { } value ? value.Text : @default;

    public virtual bool GetBoolean(string path, bool @default = false) =>
        Scalar(path) is { } text ? HoconScalar.Boolean(text, path) : @default;

    public virtual int GetInt(string path, int @default = 0) => Scalar(path) is { } text ? HoconScalar.Number<int>(text, path) : @default;

    public virtual long GetLong(string path, long @default = 0) =>
        Scalar(path) is { } text ? HoconScalar.Number<long>(text, path) : @default;

    public virtual double GetDouble(string path, double @default = 0) =>
        Scalar(path) is { } text ? HoconScalar.Number<double>(text, path) : @default;

    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        Scalar(path) is { } text ? HoconScalar.Duration(text, path, allowInfinite) : @default.GetValueOrDefault();

    public virtual long? GetByteSize(string path) => GetByteSize(path, null);
    public virtual long? GetByteSize(string path, long? def) => Scalar(path) is { } text ? HoconScalar.ByteSize(text, path) : def;
    public virtual IList<bool> GetBooleanList(string path) => Elements(path, text => HoconScalar.Boolean(text, path));
    public virtual IList<int> GetIntList(string path) => Elements(path, text => HoconScalar.Number<int>(text, path));
    public virtual IList<long> GetLongList(string path) => Elements(path, text => HoconScalar.Number<long>(text, path));
    public virtual IList<double> GetDoubleList(string path) => Elements(path, text => HoconScalar.Number<double>(text, path));
    public virtual IList<string> GetStringList(string path) => Elements(path, text => text);
    public virtual IList<string> GetStringList(string path, string[] defaultPaths) => HasPath(path) ? GetStringList(path) : defaultPaths;

    public virtual Config WithFallback(Config fallback) =>
        fallback is null || ReferenceEquals(fallback, this) ? this : new Config(this, fallback);

    public override string ToString() => _root.ToString();
    public static Config operator +(Config config, string fallback) => config.WithFallback(ConfigurationFactory.ParseString(fallback));

    public static Config operator +(string configHocon, Config fallbackConfig) =>
        ConfigurationFactory.ParseString(configHocon).WithFallback(fallbackConfig);

    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    private HoconValue Find(string path) => HoconPath.Find(_root, path);

    /// <summary>The text of a scalar; null where the path is missing or null.</summary>
    private string Scalar(string path) => Find(path) switch
    {
        null => null,
        HoconLiteral literal => literal.Text,
        _ => throw new FormatException($"{path} must be a single value"),
    };

    private List<T> Elements<T>(string path, Func<string, T> read)
    {
        var result = new List<T>();
        if (Find(path) is HoconArray array)
            foreach (var element in array.Elements) result.Add(read(element.Text));
        return result;
    }
}
