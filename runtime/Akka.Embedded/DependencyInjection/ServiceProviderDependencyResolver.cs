using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.DependencyInjection;

internal sealed class ServiceProviderDependencyResolver(IServiceProvider provider) : IDependencyResolver
{
    public IServiceProvider ServiceProvider { get; } = provider;

    public IResolverScope CreateScope() => new Scope(ServiceProvider.CreateScope());
    public T GetService<T>() => ServiceProvider.GetService<T>();
    public object GetService(Type type) => ServiceProvider.GetService(type);

    public Props Props(Type type, params object[] args)
    {
        if (!typeof(ActorBase).IsAssignableFrom(type)) throw new ArgumentException($"{type} is not an actor", nameof(type));
        return Akka.Actor.Props.CreateBy(new Producer(ServiceProvider, type, args), args);
    }

    public Props Props(Type type) => Props(type, []);

    public Props Props<T>(params object[] args)
        where T : ActorBase => Props(typeof(T), args);

    private sealed class Scope(IServiceScope scope) : IResolverScope
    {
        public IDependencyResolver Resolver { get; } = new ServiceProviderDependencyResolver(scope.ServiceProvider);

        public void Dispose() => scope.Dispose();
    }

    // What an incarnation's constructor needs is worked out when the first is made: a missing service is a failure of creation.
    private sealed class Producer(IServiceProvider provider, Type type, object[] args) : IIndirectActorProducer
    {
        private ObjectFactory _factory;

        public Type ActorType => type;

        public ActorBase Produce()
        {
            if (args.Contains(null)) return (ActorBase)ActivatorUtilities.CreateInstance(provider, type, args);
            _factory ??= ActivatorUtilities.CreateFactory(type, args.Select(arg => arg.GetType()).ToArray());
            return (ActorBase)_factory(provider, args);
        }

        public void Release(ActorBase actor) => (actor as IDisposable)?.Dispose();
    }
}
