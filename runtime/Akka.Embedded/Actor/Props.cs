using System.Linq.Expressions;
using Akka.Actor.Internal;

namespace Akka.Actor;

public class Props : IEquatable<Props>
{
    public static readonly Props None = Create(typeof(EmptyActor));

    private readonly IIndirectActorProducer _producer;

    public Props(Type type, object[] args)
        : this(ActorConstructor.Producer(type, args), type, args, Deploy.Local, null) { }

    public Props(Type type)
        : this(type, []) { }

    public Props(Type type, SupervisorStrategy supervisorStrategy, params object[] args)
        : this(type, args) => SupervisorStrategy = supervisorStrategy;

    public Props(Deploy deploy, Type type, params object[] args)
        : this(type, args) => Deploy = deploy;

    protected Props(Props other)
        : this(other._producer, other.Type, other.Arguments, other.Deploy, other.SupervisorStrategy) { }

    private Props(IIndirectActorProducer producer, Type type, object[] args, Deploy deploy, SupervisorStrategy strategy)
    {
        _producer = producer;
        Type = type;
        Arguments = args;
        Deploy = deploy;
        SupervisorStrategy = strategy;
    }

    public static Props Empty { get; } = Create(typeof(EmptyActor));
    public object[] Arguments { get; }
    public Deploy Deploy { get; protected set; }

    public string Dispatcher =>
        Deploy.Dispatcher == Deploy.NoDispatcherGiven ? Akka.Dispatch.Dispatchers.DefaultDispatcherId : Deploy.Dispatcher;

    public string Mailbox => Deploy.Mailbox == Deploy.NoMailboxGiven ? null : Deploy.Mailbox;
    public SupervisorStrategy SupervisorStrategy { get; protected set; }
    public Type Type { get; }

    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy supervisorStrategy = null)
        where TActor : ActorBase
    {
        var (producer, type, arguments) = ActorConstructor.FromExpression(factory);
        return new Props(producer, type, arguments, Deploy.Local, supervisorStrategy);
    }

    public static Props Create<TActor>(params object[] args)
        where TActor : ActorBase => Create(typeof(TActor), args);

    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy)
        where TActor : ActorBase, new() => new(typeof(TActor), supervisorStrategy);

    public static Props Create(Type type, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!typeof(ActorBase).IsAssignableFrom(type)) throw new ArgumentException($"{type} is not an actor", nameof(type));
        return new Props(type, args);
    }

    public static Props CreateBy(IIndirectActorProducer producer, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(producer);
        return new Props(producer, producer.ActorType, args, Deploy.Local, null);
    }

    public virtual ActorBase NewActor() => _producer.Produce();
    public Props WithDeploy(Deploy deploy) => With(copy => copy.Deploy = deploy.WithFallback(Deploy));
    public Props WithDispatcher(string dispatcher) => With(copy => copy.Deploy = Deploy.WithDispatcher(dispatcher));
    public Props WithMailbox(string mailbox) => With(copy => copy.Deploy = Deploy.WithMailbox(mailbox));
    public Props WithStashCapacity(int stashCapacity) => With(copy => copy.Deploy = Deploy.WithStashCapacity(stashCapacity));

    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) =>
        With(copy => copy.SupervisorStrategy = supervisorStrategy);

    public bool Equals(Props other) =>
        other is not null && (ReferenceEquals(this, other) || (Type == other.Type && Deploy.Equals(other.Deploy)
            && Equals(SupervisorStrategy, other.SupervisorStrategy) && Arguments.AsSpan().SequenceEqual(other.Arguments)));

    public override bool Equals(object obj) => Equals(obj as Props);
    public override int GetHashCode() => HashCode.Combine(Type, Arguments.Length);
    internal void Release(ActorBase actor) => _producer.Release(actor);
    protected virtual Props Copy() => new(this);

    private Props With(Action<Props> change)
    {
        var copy = Copy();
        change(copy);
        return copy;
    }

    private sealed class EmptyActor : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}
