using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Akka.Dispatch;

namespace Akka.Actor.Internal;

/// <summary>
/// An actor: its ref, its context and its mailbox in one object, so that an idle one costs little. Everything but the two
/// queues' heads and the children's list is touched on the actor's own turn only.
/// </summary>
/// <remarks>
/// The order of the fields matters: what senders write (the queue's head) lies a cache line away from what the actor's turn uses.
/// </remarks>
internal sealed partial class ActorCell : InternalActorRef, IUntypedActorContext, IThreadPoolWorkItem
{
    [ThreadStatic]
    private static ActorCell t_current;

    [ThreadStatic]
    private static bool t_hasScheduled;

    private Node _head;

    private readonly ActorCell _parent;
    private object _identity; // null: named by _number when asked; a string; or the whole path
    private readonly Props _props;
    private ActorCell _previousSibling;
    private ActorCell _nextSibling;
    private ChildList _children;
    private object _watchers; // null, one ref, or a list of them

    private SystemMessage _systemHead;
    private Node _queue;
    private Node _current;
    private ActorBase _actor;
    private Receive _behaviour; // null: the actor's own Receive
    private CellExtras _extras;
    private readonly MessageDispatcher _dispatcher;
    private ActorStatus _status;
    private int _suspended;
    private int _awaiting;
    private int _parked;
    private readonly int _uid = Random.Shared.Next(1, int.MaxValue);
    private readonly uint _number;
    private bool _intercepted; // only with a _behaviour
    private bool _stopRequested; // by the parent, on the parent's turn

    internal ActorCell(MessageDispatcher dispatcher, Props props, ActorCell parent, string name, uint number)
    {
        _dispatcher = dispatcher;
        _props = props;
        _parent = parent;
        _identity = name;
        _number = number;
        _head = Claimed;
        _status = ActorStatus.Starting;
    }

    /// <summary>The actor whose turn this thread is running, or null.</summary>
    internal static ActorCell Current => t_current;

    /// <summary>True once in a turn.</summary>
    internal static bool IsFirstOfTurn()
    {
        if (t_hasScheduled) return false;
        t_hasScheduled = true;
        return true;
    }

    /// <summary>The sender of a Tell that names none.</summary>
    internal static IActorRef ImplicitSender => (IActorRef)t_current ?? AmbientSender.Current?.Sender;

    internal static ActorCell CurrentOrThrow => t_current ?? throw new NotSupportedException(
        "There is no active ActorContext: the context, Self and Sender can be used only on an actor's own turn. " +
        "Typical causes are ConfigureAwait(false), Task.Run and callbacks of other threads.");

    public override ActorPath Path => _identity as ActorPath ?? BuildPath();

    internal string Name => _identity switch
    {
        string name => name,
        ActorPath path => path.Name,
        _ => ChildList.GeneratedName(_number),
    };

    internal ActorSystemImpl System => _dispatcher.System;
    internal override ActorSystemImpl SystemOrNull => System;
    internal override IActorRef ParentOrNull => _parent;
    internal override bool IsTerminated => Volatile.Read(ref _head) == Closed;
    internal ActorBase Actor => _actor;
    internal ActorCell ParentCell => _parent;
    internal Props ActorProps => _props;
    internal IActorRef SenderOrNull => _current?.Sender;
    internal object CurrentMessage => _current?.Message;
    internal Node CurrentDelivery => _current;
    internal CellExtras Extras => _extras ??= new CellExtras();
    public override int GetHashCode() => _uid;

    /// <summary>For the guardians, whose children are made from any thread.</summary>
    internal ActorCell AsGuardian(ActorPath path)
    {
        _identity = path;
        _children = new ChildList();
        return this;
    }

    internal static string GeneratedName(long number) => ChildList.GeneratedName(number);

    /// <summary>Hands a new actor its first turn, in which it is constructed.</summary>
    internal void Start() => _dispatcher.Schedule(this, yielding: false);

    /// <summary>Has what a turn uses of the cell brought into the cache.</summary>
    internal unsafe void Prefetch()
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref _actor));
    }

    internal unsafe void PrefetchActor()
    {
        if (Sse.IsSupported) Sse.Prefetch0(*(void**)Unsafe.AsPointer(ref _actor));
    }

    private ActorPath BuildPath()
    {
        var path = new ChildActorPath(_parent.Path, Name, _uid);
        _identity = path;
        return path;
    }
}
