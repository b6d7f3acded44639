using Akka.Configuration;

namespace Akka.Actor;

public class Deploy : IEquatable<Deploy>
{
    public const int NoStashSize = -1;

    public static readonly string NoDispatcherGiven = "";
    public static readonly string NoMailboxGiven = "";
    public static readonly Deploy Local = new(LocalScope.Instance);
    public static readonly Deploy None = new();

    public Deploy()
        : this("", Scope.None) { }

    public Deploy(Scope scope)
        : this("", scope) { }

    public Deploy(string path, Scope scope)
    {
        Path = path;
        Scope = scope;
    }

    public Config Config { get; } = Config.Empty;
    public string Dispatcher { get; private init; } = NoDispatcherGiven;
    public string Mailbox { get; private init; } = NoMailboxGiven;
    public string Path { get; }
    public Scope Scope { get; private init; }
    public int StashCapacity { get; private init; } = NoStashSize;

    public virtual Deploy WithDispatcher(string dispatcher) =>
        new(Path, Scope) { Dispatcher = dispatcher, Mailbox = Mailbox, StashCapacity = StashCapacity };

    public virtual Deploy WithMailbox(string mailbox) =>
        new(Path, Scope) { Dispatcher = Dispatcher, Mailbox = mailbox, StashCapacity = StashCapacity };

    public virtual Deploy WithScope(Scope scope) =>
        new(Path, scope) { Dispatcher = Dispatcher, Mailbox = Mailbox, StashCapacity = StashCapacity };

    public virtual Deploy WithStashCapacity(int stashSize) =>
        new(Path, Scope) { Dispatcher = Dispatcher, Mailbox = Mailbox, StashCapacity = stashSize };

    public virtual Deploy WithFallback(Deploy other) => new(Path, Scope)
    {
        Dispatcher = Dispatcher == NoDispatcherGiven ? other.Dispatcher : Dispatcher,
        Mailbox = Mailbox == NoMailboxGiven ? other.Mailbox : Mailbox,
        StashCapacity = StashCapacity == NoStashSize ? other.StashCapacity : StashCapacity,
    };

    public bool Equals(Deploy other) =>
        other is not null && Path == other.Path && Dispatcher == other.Dispatcher && Mailbox == other.Mailbox
        && StashCapacity == other.StashCapacity;

    public override bool Equals(object obj) => Equals(obj as Deploy);
    public override int GetHashCode() => HashCode.Combine(Path, Dispatcher, Mailbox, StashCapacity);
}
