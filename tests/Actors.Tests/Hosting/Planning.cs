using Akka.Configuration;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Hosting.Internal;
using Akka.Events.Hosting.Internal.Planning;
using Akka.Events.Topics;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Akka.Events.Tests.Hosting;

/// <summary>Brings code and HOCON together as a start does.</summary>
internal static class Planning
{
    public static readonly Topic<string> Orders = Topic.Text("orders");

    public static EventsPlan Plan(string hocon = "", Action<EventsBuilder>? events = null) =>
        Plan(ConfigurationFactory.ParseString(hocon), events);

    public static EventsPlan Plan(Config config, Action<EventsBuilder>? events = null)
    {
        var builder = new EventsBuilder().UseKafka("localhost:9092").UseInMemory();
        events?.Invoke(builder);
        return Planner.Plan(builder.Setup, config);
    }

    /// <summary>With a host's configuration beside HOCON.</summary>
    public static EventsPlan Plan(IConfiguration configuration, Action<EventsBuilder>? events = null, string hocon = "") =>
        Plan(hocon, e => (events ?? (_ => { }))(e.UseConfiguration(configuration)));

    public static IReadOnlyList<string> Errors(string hocon = "", Action<EventsBuilder>? events = null) =>
        Assert.Throws<EventsConfigurationException>(() => Plan(hocon, events)).Errors;

    public static string Error(string hocon = "", Action<EventsBuilder>? events = null) => Assert.Single(Errors(hocon, events));

    /// <summary>A group "billing" with one handler "notify".</summary>
    public static EventsBuilder Billing(
        this EventsBuilder events, Action<GroupBuilder>? configure = null, Action<HandlerOptions>? handler = null) =>
        events.Group("billing", group =>
        {
            group.Handle(Orders, "notify", _ => { }, handler);
            configure?.Invoke(group);
        });
}
