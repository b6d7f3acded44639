using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.DependencyInjection;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Lifecycle;

public sealed class DependencyInjectionTests : RuntimeTest
{
    [Fact]
    public async Task Actors_get_their_arguments_and_the_rest_from_the_services()
    {
        var setup = BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString("akka.loggers = []"))
            .And(DependencyResolverSetup.Create(new Services()));
        var system = ActorSystem.Create("injected", setup);
        var resolver = DependencyResolver.For(system);

        Assert.Equal("argument service", await system.ActorOf(resolver.Props<Injected>("argument")).Ask<string>("x", Patience));
        Assert.True(await system.ActorOf(resolver.Props<Unserved>()).WatchAsync().WaitAsync(Patience));
        await system.Terminate();
    }

    [Fact]
    public void Without_a_setup_there_is_no_resolver() => Assert.Throws<ConfigurationException>(() => DependencyResolver.For(System));

    private sealed class Services : IServiceProvider
    {
        public object GetService(Type serviceType) => serviceType == typeof(Service) ? new Service() : null;
    }

    private sealed class Service;

    private sealed class Injected(string argument, Service service) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell($"{argument} {service.GetType().Name.ToLowerInvariant()}");
    }

    private sealed class Unserved(IComparable<Service> missing) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(missing);
    }
}
