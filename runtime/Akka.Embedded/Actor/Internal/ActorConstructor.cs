using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace Akka.Actor.Internal;

/// <summary>Makes actors from a constructor and arguments fixed once; a constructor is bound when the first actor is made.</summary>
internal sealed class ActorConstructor : IIndirectActorProducer
{
    private static readonly ConcurrentDictionary<ConstructorInfo, ConstructorInvoker> Invokers = new();

    private ConstructorInvoker _invoker;
    private object[] _arguments;

    private ActorConstructor(Type type, object[] arguments, ConstructorInfo constructor)
    {
        ActorType = type;
        _arguments = arguments;
        if (constructor is not null) _invoker = InvokerOf(constructor);
    }

    public Type ActorType { get; }

    public ActorBase Produce()
    {
        var invoker = _invoker ?? Bind();
        return (ActorBase)(_arguments.Length == 0 ? invoker.Invoke() : invoker.Invoke(_arguments.AsSpan()));
    }

    public void Release(ActorBase actor) => (actor as IDisposable)?.Dispose();

    internal static IIndirectActorProducer Producer(Type type, object[] arguments)
    {
        ArgumentNullException.ThrowIfNull(type);
        return typeof(IIndirectActorProducer).IsAssignableFrom(type)
            ? (IIndirectActorProducer)Activator.CreateInstance(type, arguments)
            : new ActorConstructor(type, arguments ?? [], null);
    }

    internal static (IIndirectActorProducer Producer, Type Type, object[] Arguments) FromExpression<TActor>(
        Expression<Func<TActor>> factory)
        where TActor : ActorBase
    {
        ArgumentNullException.ThrowIfNull(factory);
        switch (factory.Body)
        {
            case NewExpression { Constructor: { } constructor } creation:
                var arguments = creation.Arguments.Select(Evaluate).ToArray();
                return (new ActorConstructor(creation.Type, arguments, constructor), creation.Type, arguments);
            case UnaryExpression { NodeType: ExpressionType.Convert }:
                return (new FactoryProducer(typeof(TActor), factory.Compile()), typeof(TActor), []);
            default:
                throw new ArgumentException("The actor's factory must be a new-expression, as in () => new MyActor(a, b)", nameof(factory));
        }
    }

    private static ConstructorInvoker InvokerOf(ConstructorInfo constructor) =>
        Invokers.GetOrAdd(constructor, static info => ConstructorInvoker.Create(info));

    // Constants and captured variables, which nearly all arguments are, need no compiler.
    private static object Evaluate(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field, Expression: var target } => field.GetValue(target is null ? null : Evaluate(target)),
        _ => Expression.Lambda<Func<object>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)(),
    };

    private ConstructorInvoker Bind()
    {
        var bound = _arguments;
        var candidates = ActorType.GetConstructors().Where(info => info.GetParameters().Length == bound.Length).ToArray<MethodBase>();
        if (candidates.Length == 0)
            throw new MissingMethodException($"{ActorType} has no public constructor with {bound.Length} parameters");
        var chosen = Type.DefaultBinder.BindToMethod(
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.CreateInstance, candidates, ref bound, null, null, null, out _);
        _arguments = bound;
        return _invoker = InvokerOf((ConstructorInfo)chosen);
    }

    private sealed class FactoryProducer(Type type, Func<ActorBase> factory) : IIndirectActorProducer
    {
        public Type ActorType => type;
        public ActorBase Produce() => factory();
        public void Release(ActorBase actor) => (actor as IDisposable)?.Dispose();
    }
}
