using Akka.DependencyInjection;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Hosting.Internal.Planning;
using Akka.Events.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Events.Hosting.Internal.Classes;

/// <summary>A handler class as it was registered.</summary>
/// <param name="type">The class.</param>
/// <param name="contract">What it implements: <see cref="IEventHandler{T}"/> or <see cref="ITransactionHandler{T}"/>, open.</param>
/// <param name="topic">The topic.</param>
/// <param name="name">Its name; null for the class's.</param>
/// <param name="configure">What code says of its options.</param>
internal sealed class ClassSetup(Type type, Type contract, ITopic topic, string? name, Action<HandlerOptions>? configure)
    : HandlerSetup(name ?? StoredName.Of(type))
{
    private readonly HandlerClass _class = new(type, contract, topic.EventType);

    public override string What => $"{type.Name} of topic '{topic.Name}'";

    public override string? Problem => _class.Problem;

    public override HandlerPlan Plan(HandlerOptions options)
    {
        configure?.Invoke(options);
        var plan = (IPlan)Activator.CreateInstance(typeof(Plans<>).MakeGenericType(topic.EventType))!;
        var definition = contract == typeof(IEventHandler<>) ? plan.Plain(Name, topic, _class, options) : plan.InTransaction(Name, topic, _class, options);
        return new HandlerPlan(definition, system => _class.Bind(DependencyResolver.For(system).Resolver.GetService<IServiceScopeFactory>()));
    }

    private interface IPlan
    {
        HandlerDefinition Plain(string name, ITopic topic, HandlerClass handler, HandlerOptions options);

        HandlerDefinition InTransaction(string name, ITopic topic, HandlerClass handler, HandlerOptions options);
    }

    private sealed class Plans<T> : IPlan
    {
        public HandlerDefinition Plain(string name, ITopic topic, HandlerClass handler, HandlerOptions options) =>
            new PlainHandler<T>(name, (Topic<T>)topic, (e, context) => new ValueTask(handler.Handle(e, null, context)), options);

        public HandlerDefinition InTransaction(string name, ITopic topic, HandlerClass handler, HandlerOptions options) =>
            new TransactionHandler<T>(name, (Topic<T>)topic, (e, transaction, context) => handler.Handle(e, transaction, context), options);
    }
}
