using Akka.Actor;
using Akka.DependencyInjection;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Entities;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Events.Hosting.Internal.Planning;

internal sealed class EntitySetup(Type entity, string? name, Action<EntityOptions>? configure) : HandlerSetup(name ?? StoredName.Of(entity))
{
    public Type Entity { get; } = entity;

    public override string What => Entity.Name;

    public override string? Problem =>
        StateOf(Entity) is null ? $"{Entity.Name} is no entity: it doesn't derive from EntityActor<TState>"
        : Entity.IsAbstract || Entity.ContainsGenericParameters ? $"{Entity.Name} can't be made: it is abstract or generic"
        : null;

    public override HandlerPlan Plan(HandlerOptions options)
    {
        var entityOptions = new EntityOptions(Name, options);
        configure?.Invoke(entityOptions);
        var type = (EntityType)Activator.CreateInstance(typeof(EntityType<>).MakeGenericType(StateOf(Entity)!), Entity, entityOptions)!;
        return new HandlerPlan(type, system => type.Props = entityOptions.PropsFactory?.Invoke(system) ?? PropsOf(system));
    }

    // Without arguments there is nothing to ask the provider for, and an entity is made quicker.
    private Props PropsOf(ActorSystem system) =>
        Entity.GetConstructor(Type.EmptyTypes) is not null ? Props.Create(Entity)
        : Props.CreateBy(new ScopedActorProducer(DependencyResolver.For(system).Resolver.GetService<IServiceScopeFactory>(), Entity));

    private static Type? StateOf(Type entity)
    {
        for (var type = entity.BaseType; type is not null; type = type.BaseType)
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EntityActor<>))
                return type.GetGenericArguments()[0];
        return null;
    }
}
