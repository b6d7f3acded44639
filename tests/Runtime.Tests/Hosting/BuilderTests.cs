using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Hosting;
using Akka.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Akka.Runtime.Tests.Hosting;

public sealed class BuilderTests
{
    [Fact]
    public async Task A_custom_serializer_is_bound_to_its_types()
    {
        using var host = Hosts.Build(akka => akka.WithCustomSerializer("order", [typeof(Order)], system => new OrderSerializer(system)));
        await host.StartAsync();
        var serialization = host.Services.GetRequiredService<ActorSystem>().Serialization;

        var serializer = serialization.FindSerializerFor(new Order(7));

        Assert.Equal(4711, serializer.Identifier);
        Assert.Equal(new Order(7), serialization.Deserialize(serializer.ToBinary(new Order(7)), 4711, "order"));
        await host.StopAsync();
    }

    [Fact]
    public async Task Extensions_are_loaded_at_start()
    {
        using var host = Hosts.Build(akka => akka.WithExtension<CounterId>().WithExtensions(typeof(CounterId)));
        await host.StartAsync();

        Assert.True(host.Services.GetRequiredService<ActorSystem>().HasExtension<Counter>());
        await host.StopAsync();
    }

    [Fact]
    public void What_is_no_extension_is_refused() => Assert.Throws<Akka.Configuration.ConfigurationException>(
        () => new AkkaConfigurationBuilder(new ServiceCollection(), "test").WithExtensions(typeof(string)));

    [Fact]
    public async Task A_setup_can_be_read_from_the_settings()
    {
        var setup = new MySetup();
        using var host = Hosts.Build(akka => akka.AddSetup(setup));
        await host.StartAsync();

        Assert.Same(setup, host.Services.GetRequiredService<ActorSystem>().Settings.Setup.Get<MySetup>().Value);
        await host.StopAsync();
    }

    private sealed record Order(int Number);

    private sealed class MySetup : Setup;

    private sealed class OrderSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => 4711;

        public override string Manifest(object o) => "order";

        public override byte[] ToBinary(object obj) => BitConverter.GetBytes(((Order)obj).Number);

        public override object FromBinary(byte[] bytes, string manifest) => new Order(BitConverter.ToInt32(bytes));
    }

    public sealed class Counter : IExtension;

    public sealed class CounterId : ExtensionIdProvider<Counter>
    {
        public override Counter CreateExtension(ExtendedActorSystem system) => new();
    }
}
