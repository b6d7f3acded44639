using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using Akka.TestKit;
using Akka.TestKit.TestActors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Akka.Runtime.Tests.TestKit;

public sealed class HostingKitTests() : Akka.Hosting.TestKit.TestKit("hosted", startupTimeout: TimeSpan.FromMinutes(1))
{
    private bool _prepared;

    protected override Config Config => "app.name = from-the-test\n" + Bounds.Generous;

    protected override void ConfigureServices(HostBuilderContext context, IServiceCollection services) =>
        services.AddSingleton("a service");

    protected override void ConfigureAkka(AkkaConfigurationBuilder builder, IServiceProvider provider) => builder
        .AddHocon("app.name = from-the-application", HoconAddMode.Prepend)
        .WithActors((system, registry) =>
            registry.Register<SimpleEchoActor>(system.ActorOf(Props.Create(() => new SimpleEchoActor()), "echo")));

    protected override Task BeforeTestStart()
    {
        _prepared = true;
        return Task.CompletedTask;
    }

    [Fact]
    public void The_test_actor_is_the_sender_of_the_first_thing_told()
    {
        ActorRegistry.Get<SimpleEchoActor>().Tell("a");
        ExpectMsg("a");
    }

    [Fact]
    public void The_host_is_up_before_the_test_starts()
    {
        Assert.True(_prepared);
        Assert.Equal("hosted", Sys.Name);
        Assert.Equal("hosted", ActorSystemName);
        Assert.Equal("a service", Host.Services.GetRequiredService<string>());
        Assert.Same(Sys, Host.Services.GetRequiredService<ActorSystem>());
        Assert.Equal("from-the-test", Sys.Settings.Config.GetString("app.name"));
    }

    [Fact]
    public void The_test_actor_is_in_the_registry() => Assert.Equal(TestActor, ActorRegistry.Get<TestProbe>());

    [Fact]
    public void Log_events_are_filtered() => EventFilter.Info("hello").ExpectOne(() => Log.Info("hello"));
}
