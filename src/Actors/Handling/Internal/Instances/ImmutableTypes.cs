using System.Reflection;
using Akka.Event;

namespace Akka.Events.Handling.Internal.Instances;

/// <summary>Types whose values can't change, whoever holds them; in doubt they can.</summary>
internal static class ImmutableTypes
{
    private static readonly HashSet<Type> Known =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid),
        typeof(Uri), typeof(Version), typeof(Int128), typeof(UInt128), typeof(Half), typeof(object),
    ];

    public static bool Contain(Type type) => Contain(type, []);

    private static bool Contain(Type type, HashSet<Type> asked)
    {
        if (type == typeof(nint) || type == typeof(nuint)) return false;
        if (type.IsPrimitive || type.IsEnum || Known.Contains(type) || typeof(Type).IsAssignableFrom(type)) return true;
        // Says where it logs from, and nothing else.
        if (typeof(ILoggingAdapter).IsAssignableFrom(type)) return true;
        if (IsCollection(type)) return type.GetGenericArguments().All(argument => Contain(argument, asked));
        if (!type.IsSealed || type.IsArray || typeof(Delegate).IsAssignableFrom(type)) return false;
        // A type that holds itself is as immutable as the rest of it.
        if (!asked.Add(type)) return true;
        for (var declaring = type; declaring is not null && declaring != typeof(object) && declaring != typeof(ValueType); declaring = declaring.BaseType)
        {
            foreach (var field in declaring.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                // The fields of a struct change with the field that holds it, and only so.
                if (!field.IsInitOnly && !type.IsValueType) return false;
                if (!Contain(field.FieldType, asked)) return false;
            }
        }
        return true;
    }

    private static bool IsCollection(Type type) =>
        type is { IsGenericType: true, IsNested: false, Namespace: "System.Collections.Immutable" }
        && type.Name.StartsWith("Immutable", StringComparison.Ordinal);
}
