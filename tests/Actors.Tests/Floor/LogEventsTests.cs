using System.Reflection;
using Akka.Events.Hosting;
using Akka.Events.Persistence.PostgreSql.Internal;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Akka.Events.Tests.Floor;

public sealed class LogEventsTests
{
    private const BindingFlags All = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Assembly[] Assemblies =
        [typeof(LogEvents).Assembly, typeof(PostgreSqlStore).Assembly, typeof(EventsBuilder).Assembly];

    private static readonly Dictionary<string, int> Numbers = typeof(LogEvents).GetFields(All)
        .ToDictionary(field => field.Name, field => (int)field.GetRawConstantValue()!);

    [Fact]
    public void Numbers_of_log_messages_are_unique() => Assert.Equal(Numbers.Count, Numbers.Values.Distinct().Count());

    [Fact]
    public void Each_log_message_has_a_number_of_its_own_under_its_own_name()
    {
        var messages = Assemblies.SelectMany(assembly => assembly.GetTypes()).SelectMany(type => type.GetMethods(All))
            .Where(method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null)
            .ToDictionary(method => method.Name, method => method.GetCustomAttribute<LoggerMessageAttribute>()!.EventId);

        Assert.Equal(Numbers.OrderBy(n => n.Key, StringComparer.Ordinal), messages.OrderBy(m => m.Key, StringComparer.Ordinal));
    }
}
