#nullable enable
using Akka.Event;
using Akka.Hosting.Logging;
using Microsoft.Extensions.Logging;

namespace Akka.Hosting;

public static class AkkaLoggingExtensions
{
    public static AkkaConfigurationBuilder ConfigureLoggers(this AkkaConfigurationBuilder builder, Action<LoggerConfigBuilder> configurator)
    {
        var loggers = new LoggerConfigBuilder(builder);
        configurator(loggers);
        return builder.AddHoconConfiguration(loggers.ToHocon().ToConfig(), HoconAddMode.Prepend);
    }

    /// <summary>Adds the logger that writes to standard output.</summary>
    public static LoggerConfigBuilder AddDefaultLogger(this LoggerConfigBuilder builder) => builder.AddLogger<DefaultLogger>();

    /// <summary>Forwards to the host's own logging.</summary>
    public static LoggerConfigBuilder AddLoggerFactory(this LoggerConfigBuilder builder) => builder.AddLogger<LoggerFactoryLogger>();

    /// <summary>Forwards to the given factory's loggers.</summary>
    public static LoggerConfigBuilder AddLoggerFactory(this LoggerConfigBuilder builder, ILoggerFactory loggerFactory)
    {
        builder.Builder.AddSetup(new LoggerFactorySetup(loggerFactory));
        return builder.AddLoggerFactory();
    }
}
