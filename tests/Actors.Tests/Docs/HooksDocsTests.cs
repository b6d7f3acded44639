using System.Text;
using Akka.Events.Handling;
using Akka.Events.Publishing;
using Akka.Events.Topics;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Akka.Events.Tests.Docs;

/// <summary>The code in docs/hooks.md.</summary>
public sealed class HooksDocsTests
{
    [Fact]
    public void The_code_of_the_page_is_the_code_that_compiles() => CodeOfPage.AssertStandsHere("hooks.md");

    internal static void Register(HostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IHandlingInterceptor, LogScopes>();
        builder.Services.AddSingleton<IPublishingInterceptor, TenantHeader>();
    }

    sealed class LogScopes(ILogger<LogScopes> log) : IHandlingInterceptor
    {
        public async ValueTask Handle(HandledEvents events, Func<ValueTask> next)
        {
            using (log.BeginScope("{Handler} at {Topic} @{Offset}", events.Handler, events.Events[0].Topic, events.Events[0].Offset))
                await next();
        }
    }

    sealed class TenantHeader : IPublishingInterceptor
    {
        public static readonly AsyncLocal<string?> Tenant = new();

        public PublishOptions Publishing<T>(Topic<T> topic, T @event, PublishOptions options)
        {
            if (Tenant.Value is not { } tenant) return options;
            var headers = new Headers();
            foreach (var header in options.Headers ?? []) headers.Add(header);
            headers.Add("tenant", Encoding.UTF8.GetBytes(tenant));
            return options with { Headers = headers };
        }
    }
}
